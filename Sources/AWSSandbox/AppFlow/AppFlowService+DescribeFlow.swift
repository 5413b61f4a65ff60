import AWSClient

extension AppFlowService {
  static func describeFlow(_ call: ServiceCall, _ input: JSONValue, _ state: SandboxState)
    throws(ServiceFailure) -> Reply
  {
    let flow = try flow(call, state)
    var answer = flow.definition
    answer["flowName"] = .string(call.resource)
    answer["flowArn"] = .string(flow.arn)
    answer["flowStatus"] = .string(flow.status)
    answer["createdAt"] = date(flow.createdAtMs)
    answer["lastUpdatedAt"] = date(flow.updatedAtMs)
    answer["createdBy"] = .string(flow.createdBy)
    answer["lastUpdatedBy"] = .string(flow.updatedBy)
    answer["tags"] = .object(flow.tags.mapValues { .string($0) })
    answer["schemaVersion"] = 1
    answer["tasks"] = tasksAsStored(flow.definition["tasks"]?.array ?? [])
    answer["sourceFlowConfig"] = sourceAsStored(flow.source ?? .null)
    answer["lastRunExecutionDetails"] = lastRun(flow, atMs: call.nowMs)
    return .json(.object(answer))
  }

  static func listFlows(_ call: ServiceCall, _ input: JSONValue, _ state: SandboxState)
    throws(ServiceFailure) -> Reply
  {
    let flows = state[account: call.account, region: call.region].flows
    let page = try page(flows, input)
    var answer: [String: JSONValue] = [
      "flows": .array(page.names.compactMap { name in flows[name].map { summary(name, $0, call) } })
    ]
    if let token = page.nextToken { answer["nextToken"] = .string(token) }
    return .json(.object(answer))
  }

  static func describeExecutions(_ call: ServiceCall, _ input: JSONValue, _ state: SandboxState)
    throws(ServiceFailure) -> Reply
  {
    let flow = try flow(call, state)
    // AWS documents no order, so the order of the ids does, and nobody can rely on a better one.
    let executions = Dictionary(flow.executions.map { ($0.id, $0) }) { $1 }
    let page = try page(executions, input)
    var answer: [String: JSONValue] = [
      "flowExecutions": .array(page.names.compactMap { id in executions[id].map { record($0, call.nowMs) } })
    ]
    if let token = page.nextToken { answer["nextToken"] = .string(token) }
    return .json(.object(answer))
  }

  /// AppFlow gives filters back first, and an empty map where a task had no properties.
  private static func tasksAsStored(_ tasks: [JSONValue]) -> JSONValue {
    let filled = tasks.map { task -> JSONValue in
      guard var members = task.object else { return task }
      if members["taskProperties"] == nil { members["taskProperties"] = [:] }
      return .object(members)
    }
    let isFilter = { (task: JSONValue) in task["taskType"]?.string == "Filter" }
    return .array(filled.filter(isFilter) + filled.filter { !isFilter($0) })
  }

  /// AppFlow gives booleans back that were not sent.
  private static func sourceAsStored(_ source: JSONValue) -> JSONValue {
    guard var members = source.object, var properties = members["sourceConnectorProperties"]?.object,
      var salesforce = properties["Salesforce"]?.object
    else { return source }
    for name in ["enableDynamicFieldUpdate", "includeDeletedRecords"] where salesforce[name] == nil {
      salesforce[name] = false
    }
    properties["Salesforce"] = .object(salesforce)
    members["sourceConnectorProperties"] = .object(properties)
    return .object(members)
  }

  private static func summary(_ name: String, _ flow: SandboxState.Flow, _ call: ServiceCall) -> JSONValue {
    var summary: [String: JSONValue] = [
      "flowName": .string(name), "flowArn": .string(flow.arn), "flowStatus": .string(flow.status),
      "triggerType": .string(flow.triggerType), "createdAt": date(flow.createdAtMs),
      "lastUpdatedAt": date(flow.updatedAtMs), "createdBy": .string(flow.createdBy),
      "lastUpdatedBy": .string(flow.updatedBy), "tags": .object(flow.tags.mapValues { .string($0) }),
      "sourceConnectorType": flow.source?["connectorType"] ?? .null,
      "destinationConnectorType": flow.destinations.first?["connectorType"] ?? .null,
    ]
    if let description = flow.definition["description"] { summary["description"] = description }
    summary["lastRunExecutionDetails"] = lastRun(flow, atMs: call.nowMs)
    return .object(summary)
  }

  private static func lastRun(_ flow: SandboxState.Flow, atMs now: Int64) -> JSONValue? {
    guard let last = flow.executions.last else { return nil }
    return [
      "mostRecentExecutionTime": date(last.startedAtMs),
      "mostRecentExecutionStatus": .string(last.status(atMs: now)),
    ]
  }

  private static func record(_ execution: SandboxState.Execution, _ now: Int64) -> JSONValue {
    let status = execution.status(atMs: now)
    var record: [String: JSONValue] = [
      "executionId": .string(execution.id), "executionStatus": .string(status),
      "startedAt": date(execution.startedAtMs), "lastUpdatedAt": date(execution.updatedAtMs(atMs: now)),
    ]
    if status == "Successful" {
      record["executionResult"] = ["bytesProcessed": 0, "bytesWritten": 0, "recordsProcessed": 0]
    }
    return .object(record)
  }
}
