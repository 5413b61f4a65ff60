import AWSClient

extension SecretsManagerService {
  static func getValue(_ call: ServiceCall, _ input: JSONValue, _ state: SandboxState) throws(ServiceFailure)
    -> JSONValue
  {
    let key = try find(call, input, state)
    let secret = state.secrets[key]
    try refuseDeleted(secret)
    let stage = input["VersionStage"]?.string
    let id = input["VersionId"]?.string ?? secret?.versionId(stage: stage ?? "AWSCURRENT")
    guard let id, let version = secret?.versions[id], stage.map({ version.stages.contains($0) }) ?? true
    else {
      throw ServiceFailure(
        400, "ResourceNotFoundException",
        "Secrets Manager can't find the specified secret value for staging label: \(stage ?? "AWSCURRENT")")
    }
    return [
      "ARN": .string(SecretARN.full(key)), "Name": .string(SecretARN.name(key)), "VersionId": .string(id),
      "SecretString": .string(version.value), "CreatedDate": AppFlowService.date(version.createdAtMs),
      "VersionStages": .array(version.stages.sorted().map { .string($0) }),
    ]
  }

  static func putValue(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> JSONValue
  {
    let key = try find(call, input, state)
    try refuseDeleted(state.secrets[key])
    let value = try secretString(input)
    let id = try versionId(call, input)
    if let there = state.secrets[key]?.versions[id] {
      guard there.value == value else { throw exists("a version with the id \(id) but another value") }
      return putAnswer(key, id, state)
    }
    state.secrets[key]?.put(value, versionId: id, atMs: call.nowMs)
    state.record(
      call.effect(resource: SecretARN.name(key), clientToken: input["ClientRequestToken"]?.string))
    return putAnswer(key, id, state)
  }

  private static func putAnswer(_ key: String, _ id: String, _ state: SandboxState) -> JSONValue {
    let stages = state.secrets[key]?.versions[id]?.stages.sorted() ?? []
    var members = answer(key, id).object ?? [:]
    members["VersionStages"] = .array(stages.map { .string($0) })
    return .object(members)
  }

  static func create(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> JSONValue
  {
    guard let name = input["Name"]?.string, !name.isEmpty, name.utf8.count <= 512,
      name.utf8.allSatisfy({ isNameByte($0) })
    else {
      throw validation(
        "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!"
      )
    }
    let value = try secretString(input)
    let id = try versionId(call, input)
    let key = SecretARN.make(region: call.region, account: call.account, name: name)
    if let there = state.secrets[key] {
      guard there.deletedAtMs == nil else {
        throw invalidRequest(
          "You can't create this secret because a secret with this name is already scheduled for deletion.")
      }
      guard there.versions[id]?.value == value else { throw exists("the secret \(name)") }
      return answer(key, id)
    }
    state.secrets[key] = SandboxState.Secret(value: value, versionId: id, createdAtMs: call.nowMs)
    state.record(call.effect(resource: name, clientToken: input["ClientRequestToken"]?.string))
    return answer(key, id)
  }

  private static func answer(_ key: String, _ id: String) -> JSONValue {
    ["ARN": .string(SecretARN.full(key)), "Name": .string(SecretARN.name(key)), "VersionId": .string(id)]
  }

  private static func secretString(_ input: JSONValue) throws(ServiceFailure) -> String {
    guard let value = input["SecretString"]?.string else {
      throw ServiceFailure(
        400, "InvalidParameterException", "You must provide either SecretString or SecretBinary.")
    }
    guard (1...SandboxLimits.secretBytes).contains(value.utf8.count) else {
      throw validation(
        "1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have "
          + "length less than or equal to \(SandboxLimits.secretBytes)")
    }
    return value
  }

  /// The caller's token is the version's id, which is what makes a repeated call harmless.
  private static func versionId(_ call: ServiceCall, _ input: JSONValue) throws(ServiceFailure) -> String {
    guard let token = input["ClientRequestToken"]?.string else { return UUIDText.random(call.random) }
    guard (32...64).contains(token.utf8.count) else {
      throw validation(
        "1 validation error detected: Value '\(token)' at 'clientRequestToken' failed to satisfy constraint: "
          + "Member must have length greater than or equal to 32")
    }
    return token
  }

  private static func exists(_ what: String) -> ServiceFailure {
    ServiceFailure(400, "ResourceExistsException", "The operation failed because \(what) already exists.")
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "/_+=.@!-".utf8.contains(byte)
    }
  }
}
