import AWSClient

extension AppFlowService {
  /// What UpdateFlow replaces.
  private static let definitionMembers = [
    "description", "kmsArn", "triggerConfig", "sourceFlowConfig", "destinationFlowConfigList", "tasks",
    "metadataCatalogConfig",
  ]

  static func createFlow(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> Reply
  {
    try once(call, input, &state) { state throws(ServiceFailure) in
      let name = call.resource
      guard state[account: call.account, region: call.region].flows[name] == nil else {
        throw AppFlowFailure.conflict("A flow with the name \(name) already exists in this account.")
      }
      let tags = input["tags"]?.object?.compactMapValues(\.string) ?? [:]
      try checkTagKeys(tags)
      if !tags.isEmpty {
        try AccessControl.demand("appflow:TagResource", on: arn(call, "flow/\(name)"), call)
      }
      try FlowRules.check(input, call, state)
      guard state[account: call.account, region: call.region].flows.count < state.settings.maxFlows else {
        throw AppFlowFailure.quota("You have reached the limit of \(state.settings.maxFlows) flows.")
      }
      let definition = definition(input)
      let flow = SandboxState.Flow(
        arn: arn(call, "flow/\(name)"), status: firstStatus(definition), definition: definition, tags: tags,
        createdBy: call.caller?.arn ?? "", updatedBy: call.caller?.arn ?? "", createdAtMs: call.nowMs,
        updatedAtMs: call.nowMs, executions: [])
      state[account: call.account, region: call.region].flows[name] = flow
      state.record(call.effect(clientToken: input["clientToken"]?.string))
      return ["flowArn": .string(flow.arn), "flowStatus": .string(flow.status)]
    }
  }

  static func updateFlow(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> Reply
  {
    try once(call, input, &state) { state throws(ServiceFailure) in
      var flow = try flow(call, state)
      guard !flow.isRunning(atMs: call.nowMs) else {
        throw AppFlowFailure.conflict("The flow \(call.resource) is running.")
      }
      guard connectors(input) == connectors(.object(flow.definition)) else {
        throw AppFlowFailure.createFlow(
          "The source and destination connectors of a flow can't be changed", call)
      }
      try FlowRules.check(input, call, state)
      let kmsArn = flow.definition["kmsArn"]
      let triggerBefore = flow.triggerType
      flow.definition = definition(input)
      flow.definition["kmsArn"] = kmsArn
      if flow.triggerType != triggerBefore { flow.status = firstStatus(flow.definition) }
      flow.updatedBy = call.caller?.arn ?? ""
      flow.updatedAtMs = call.nowMs
      state[account: call.account, region: call.region].flows[call.resource] = flow
      state.record(call.effect(clientToken: input["clientToken"]?.string))
      return ["flowStatus": .string(flow.status)]
    }
  }

  static func flow(_ call: ServiceCall, _ state: SandboxState) throws(ServiceFailure) -> SandboxState.Flow {
    guard let flow = state[account: call.account, region: call.region].flows[call.resource] else {
      throw AppFlowFailure.notFound("The flow \(call.resource) does not exist.")
    }
    return flow
  }

  private static func definition(_ input: JSONValue) -> [String: JSONValue] {
    var definition: [String: JSONValue] = [:]
    for name in definitionMembers {
      if let value = input[name], !value.isNull { definition[name] = value }
    }
    return definition
  }

  /// A flow on demand is ready for its first run; any other does nothing until it is started.
  private static func firstStatus(_ definition: [String: JSONValue]) -> String {
    definition["triggerConfig"]?["triggerType"]?.string == "OnDemand" ? "Active" : "Draft"
  }

  private static func connectors(_ flow: JSONValue) -> [String?] {
    [flow["sourceFlowConfig"]?["connectorType"]?.string]
      + (flow["destinationFlowConfigList"]?.array ?? []).map { $0["connectorType"]?.string }
  }
}
