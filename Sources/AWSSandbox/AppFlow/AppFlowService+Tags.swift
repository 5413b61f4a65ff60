import AWSClient

extension AppFlowService {
  static func listTags(_ call: ServiceCall, _ input: JSONValue, _ state: SandboxState) throws(ServiceFailure)
    -> Reply
  {
    let name = try flowName(call, input, state)
    let tags = state[account: call.account, region: call.region].flows[name]?.tags ?? [:]
    return .json(["tags": .object(tags.mapValues { .string($0) })])
  }

  static func tag(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> Reply
  {
    let name = try flowName(call, input, state)
    let new = input["tags"]?.object?.compactMapValues(\.string) ?? [:]
    try checkTagKeys(new)
    let tags = state[account: call.account, region: call.region].flows[name]?.tags ?? [:]
    let merged = tags.merging(new) { $1 }
    guard merged.count <= 50 else { throw AppFlowFailure.validation("A resource can have up to 50 tags.") }
    state[account: call.account, region: call.region].flows[name]?.tags = merged
    state.record(call.effect(resource: name))
    return .json([:])
  }

  static func untag(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> Reply
  {
    let name = try flowName(call, input, state)
    for key in input["tagKeys"]?.array ?? [] {
      state[account: call.account, region: call.region].flows[name]?.tags[key.string ?? ""] = nil
    }
    state.record(call.effect(resource: name))
    return .json([:])
  }

  static func checkTagKeys(_ tags: [String: String]) throws(ServiceFailure) {
    for key in tags.keys.sorted() where key.hasPrefix("aws:") || !(1...128).contains(key.utf8.count) {
      throw AppFlowFailure.validation(
        "Tag keys have 1 to 128 characters and do not start with aws:, but one is '\(key)'.")
    }
  }

  private static func flowName(_ call: ServiceCall, _ input: JSONValue, _ state: SandboxState)
    throws(ServiceFailure) -> String
  {
    let resource = input["resourceArn"]?.string ?? ""
    let prefix = arn(call, "flow/")
    let name = String(resource.dropFirst(prefix.count))
    guard resource.hasPrefix(prefix), state[account: call.account, region: call.region].flows[name] != nil
    else { throw AppFlowFailure.notFound("The resource \(resource) does not exist.") }
    return name
  }
}
