import AWSClient
import TimeAndChance
import WorkQueue

/// Starts a flow: runs one that is on demand, activates one that is scheduled or waits for events.
struct StartFlow: AWSOperation {
  static let name = "start-flow"
  let access: AWSAccess

  func carryOut(_ work: TenantWork) async throws -> Outcome {
    if let run = FlowRun(checkpointOf: work) { return try await run.outcome(work) }
    guard let flow = try await work.flowState() else { return work.flowNotThere() }
    // Starting a flow that is active has no documented outcome.
    if !flow.isOnDemand, flow.isActive {
      return .succeeded(result: #"{"flowStatus":"Active","alreadyActive":true}"#)
    }
    if flow.isOnDemand, let execution = try await executionOfForgottenToken(work) {
      return try await started(["executionId": execution], adopted: true, work)
    }
    let ended = FlowRun.endedRuns(work)
    let body = try await work.awsPayload(tokenSuffix: ended > 0 ? "-run\(ended + 1)" : "")
    let answer: JSONValue
    do throws(AWSError) {
      answer = try await work.send(.startFlow, body: body)
    } catch {
      return try await judge(error, isOnDemand: flow.isOnDemand, work)
    }
    return try await started(answer, adopted: false, work)
  }

  // What few jobs come to is not inlined: each that is under way would hold the memory for it.

  /// With `wait` the job ends when the run does.
  @inline(never)
  private func started(_ answer: JSONValue, adopted: Bool, _ work: TenantWork) async throws -> Outcome {
    guard work.payload["wait"]?.bool == true, let id = answer["executionId"]?.string else {
      return .succeeded(result: summary(answer, adopted: adopted))
    }
    let run = FlowRun(executionId: id, startedAtMs: work.context.time.nowMs())
    try await run.remember(work)
    return try await run.outcome(work)
  }

  @inline(never)
  private func judge(_ error: AWSError, isOnDemand: Bool, _ work: TenantWork) async throws -> Outcome {
    let failure = AWSFailure.failure(of: error)
    switch error.classification.errorClass {
    case .quota:
      // As many runs as the account may have are under way.
      return .retry(
        AWSFailure.slower(failure, pauseMs: AWSFailure.quotaPauseMs, attempts: work.context.job.maxAttempts))
    case .notFound: return work.flowNotThere()
    case .conflict:
      if !isOnDemand, try await work.flowState()?.isActive == true {
        return .succeeded(result: #"{"flowStatus":"Active","alreadyActive":true}"#)
      }
      guard isOnDemand else { return AWSFailure.retryConflict(error) }
      return try await meetRun(failure, work)
    default: return try await work.outcomeOfRefusal(error)
    }
  }

  /// An on-demand flow that runs already.
  private func meetRun(_ failure: Failure, _ work: TenantWork) async throws -> Outcome {
    switch RunningConflictPolicy(work.payload) {
    case .fail: return .dead(failure)
    case .wait: break
    case .attach:
      let run = try await work.appFlow.describeFlowExecutionRecords(
        work.name("flowName"), as: work.credentials, observe: work.observe
      ).first { $0["executionStatus"] == "InProgress" }
      if let id = run?["executionId"] { return try await started(["executionId": id], adopted: true, work) }
    }
    // After that run ours can begin.
    return .retry(
      AWSFailure.slower(failure, pauseMs: AWSFailure.conflictPauseMs, attempts: AWSFailure.conflictAttempts))
  }

  /// A run that an earlier attempt may have started so long ago that AppFlow has forgotten the client token, and
  /// would start another. Remembers when the first attempt sent the token: a run from before that is another job's.
  private func executionOfForgottenToken(_ work: TenantWork) async throws -> JSONValue? {
    let nowMs = work.context.time.nowMs()
    let known = work.context.job.checkpoint.flatMap { try? JSONValue(parsing: $0) }
    guard let sentAtMs = known?["sentAtMs"]?.integer else {
      try await work.context.checkpoint(
        #"{"sentAtMs":\#(nowMs),"endedRuns":\#(FlowRun.endedRuns(work))}"#)
      return nil
    }
    guard nowMs - sentAtMs >= TenantWork.clientTokenLifeMs else { return nil }
    return try await work.appFlow.describeFlowExecutionRecords(
      work.name("flowName"), as: work.credentials, observe: work.observe
    ).first { Self.startedAtSeconds($0) >= sentAtMs / 1000 }?["executionId"]
  }

  /// AppFlow writes times as seconds, with or without fractions.
  private static func startedAtSeconds(_ execution: JSONValue) -> Int64 {
    switch execution["startedAt"] {
    case .integer(let seconds): seconds
    case .number(let seconds): Int64(exactly: seconds.rounded(.down)) ?? 0
    default: 0
    }
  }

  private func summary(_ answer: JSONValue, adopted: Bool) -> String {
    var result: [String: JSONValue] = [:]
    for member in ["flowArn", "flowStatus", "executionId"] { result[member] = answer[member] }
    if adopted { result["adopted"] = true }
    return JSONValue.object(result).text()
  }
}
