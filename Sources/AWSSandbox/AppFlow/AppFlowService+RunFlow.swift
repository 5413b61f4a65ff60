import AWSClient

extension AppFlowService {
  static func startFlow(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> Reply
  {
    // On demand, a token that another flow was started with is not held against this one.
    let isOnDemand =
      state[account: call.account, region: call.region].flows[call.resource]?.triggerType
      == "OnDemand"
    let scope = isOnDemand ? "StartFlow \(call.resource)" : nil
    return try once(call, input, &state, scope: scope) { state throws(ServiceFailure) in
      let flow = try flow(call, state)
      let answer = isOnDemand ? try run(flow, call, &state) : try activate(flow, call, &state)
      state.record(call.effect(clientToken: input["clientToken"]?.string))
      return answer
    }
  }

  private static func run(_ flow: SandboxState.Flow, _ call: ServiceCall, _ state: inout SandboxState)
    throws(ServiceFailure) -> JSONValue
  {
    guard !flow.isRunning(atMs: call.nowMs) else {
      throw AppFlowFailure.conflict("The flow \(call.resource) has a run in progress.")
    }
    let running = state[account: call.account, region: call.region].runsInProgress(atMs: call.nowMs)
    guard running < state.settings.maxConcurrentRuns else {
      throw AppFlowFailure.quota(
        "You have reached the limit of \(state.settings.maxConcurrentRuns) concurrent flow runs.")
    }
    let execution = SandboxState.Execution(
      id: UUIDText.random(call.random), startedAtMs: call.nowMs,
      endsAtMs: call.nowMs + state.settings.executionMs)
    modify(call, &state) { flow in
      if flow.executions.count >= SandboxLimits.maxExecutionsPerFlow { flow.executions.removeFirst() }
      flow.executions.append(execution)
    }
    return [
      "flowArn": .string(flow.arn), "flowStatus": .string(flow.status), "executionId": .string(execution.id),
    ]
  }

  private static func activate(_ flow: SandboxState.Flow, _ call: ServiceCall, _ state: inout SandboxState)
    throws(ServiceFailure) -> JSONValue
  {
    guard flow.status != "Active" else {
      throw AppFlowFailure.conflict("The flow \(call.resource) is already active.")
    }
    modify(call, &state) { $0.status = "Active" }
    return ["flowArn": .string(flow.arn), "flowStatus": "Active"]
  }

  static func stopFlow(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> Reply
  {
    let flow = try flow(call, state)
    guard flow.triggerType != "OnDemand" else {
      throw AppFlowFailure.unsupported("The flow \(call.resource) runs on demand: it can't be stopped.")
    }
    guard flow.status == "Active" else {
      throw AppFlowFailure.conflict("The flow \(call.resource) is not active.")
    }
    modify(call, &state) { $0.status = "Suspended" }
    state.record(call.effect())
    return .json(["flowArn": .string(flow.arn), "flowStatus": "Suspended"])
  }

  static func deleteFlow(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> Reply
  {
    let flow = try flow(call, state)
    if input["forceDelete"]?.bool != true {
      guard !flow.isRunning(atMs: call.nowMs) else {
        throw AppFlowFailure.conflict("The flow \(call.resource) has a run in progress.")
      }
      guard flow.triggerType == "OnDemand" || flow.status != "Active" else {
        throw AppFlowFailure.conflict("The flow \(call.resource) is active: stop it before you delete it.")
      }
    }
    state[account: call.account, region: call.region].flows[call.resource] = nil
    state.record(call.effect())
    return .json([:])
  }

  static func cancelExecutions(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> Reply
  {
    let flow = try flow(call, state)
    let wanted = input["executionIds"]?.array.map { $0.compactMap(\.string) } ?? []
    let running = flow.executions.filter { $0.status(atMs: call.nowMs) == "InProgress" }.map(\.id)
    let cancelled = wanted.isEmpty ? running : wanted.filter { running.contains($0) }
    if !cancelled.isEmpty {
      modify(call, &state) { flow in
        for index in flow.executions.indices where cancelled.contains(flow.executions[index].id) {
          flow.executions[index].cancelledAtMs = call.nowMs
        }
      }
      state.record(call.effect())
    }
    let invalid = wanted.filter { !running.contains($0) }
    return .json(invalid.isEmpty ? [:] : ["invalidExecutions": .array(invalid.map { .string($0) })])
  }

  private static func modify(
    _ call: ServiceCall, _ state: inout SandboxState, _ change: (inout SandboxState.Flow) -> Void
  ) {
    let name = call.resource
    guard let index = state[account: call.account, region: call.region].flows.index(forKey: name) else {
      return
    }
    change(&state[account: call.account, region: call.region].flows.values[index])
  }
}
