import AWSClient

/// Amazon AppFlow, API version 2020-08-23: REST with JSON bodies.
enum AppFlowService {
  static func answer(_ call: ServiceCall, _ state: inout SandboxState) throws(ServiceFailure) -> Reply {
    guard let shape = AppFlowShapes.byOperation[call.operation] else {
      throw ServiceFailure(404, "UnknownOperationException", "Unknown operation \(call.operation)")
    }
    guard let input = call.input else {
      throw ServiceFailure(400, "SerializationException", "The request body is not a JSON object")
    }
    var check = ConstraintCheck()
    check.value(input, at: "", shape)
    if let wrongType = check.wrongType { throw ServiceFailure(400, "SerializationException", wrongType) }
    if let message = check.message { throw AppFlowFailure.constraint(message) }
    try AccessControl.demand("appflow:\(call.operation)", on: arn(call, resourcePath(call)), call)
    return try perform(call, input, &state)
  }

  private static func perform(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> Reply
  {
    switch call.operation {
    case "CreateConnectorProfile": try createProfile(call, input, &state)
    case "UpdateConnectorProfile": try updateProfile(call, input, &state)
    case "DeleteConnectorProfile": try deleteProfile(call, input, &state)
    case "DescribeConnectorProfiles": try describeProfiles(call, input, state)
    case "CreateFlow": try createFlow(call, input, &state)
    case "UpdateFlow": try updateFlow(call, input, &state)
    case "StartFlow": try startFlow(call, input, &state)
    case "StopFlow": try stopFlow(call, input, &state)
    case "DeleteFlow": try deleteFlow(call, input, &state)
    case "DescribeFlow": try describeFlow(call, input, state)
    case "ListFlows": try listFlows(call, input, state)
    case "DescribeFlowExecutionRecords": try describeExecutions(call, input, state)
    case "CancelFlowExecutions": try cancelExecutions(call, input, &state)
    case "ListConnectors": .json(["connectors": []])
    case "DescribeConnectors": try describeConnectors(input)
    case "DescribeConnector": try describeConnector(input)
    case "ListConnectorEntities": try listEntities(call, input, state)
    case "DescribeConnectorEntity": try describeEntity(call, input, state)
    case "ListTagsForResource": try listTags(call, input, state)
    case "TagResource": try tag(call, input, &state)
    default: try untag(call, input, &state)
    }
  }

  /// `arn:aws:appflow:us-east-1:100000000001:flow/accounts`
  static func arn(_ call: ServiceCall, _ path: String) -> String {
    "arn:aws:appflow:\(call.region):\(call.account):\(path)"
  }

  private static func resourcePath(_ call: ServiceCall) -> String {
    if let name = call.input?["flowName"]?.string { return "flow/\(name)" }
    if let name = call.input?["connectorProfileName"]?.string { return "connectorprofile/\(name)" }
    return "*"
  }

  /// AppFlow writes dates as seconds since 1970.
  static func date(_ ms: Int64) -> JSONValue {
    ms % 1_000 == 0 ? .integer(ms / 1_000) : .number(Double(ms) / 1_000)
  }

  /// One page of what is there, in the order of the names. The token is the last name of the page before.
  static func page<Element>(
    _ all: [String: Element], _ input: JSONValue, defaultSize: Int64 = 20
  ) throws(ServiceFailure) -> (names: [String], nextToken: String?) {
    let size = Int(input["maxResults"]?.integer ?? defaultSize)
    var names = all.keys.sorted()
    if let token = input["nextToken"]?.string {
      guard token.hasPrefix("after:") else { throw AppFlowFailure.validation("Invalid nextToken") }
      names = Array(names.drop { $0 <= token.dropFirst(6) })
    }
    guard names.count > size else { return (names, nil) }
    let page = Array(names.prefix(size))
    return (page, page.last.map { "after:\($0)" })
  }
}
