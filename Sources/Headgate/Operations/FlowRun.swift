import AWSClient
import TimeAndChance
import WorkQueue

/// Waits for one run of a flow without holding a slot: the job looks, remembers which run it waits for, and is put
/// back until it looks again.
struct FlowRun {
  private static let shortestPauseMs: Int64 = 1_000
  private static let longestPauseMs: Int64 = 60_000
  /// AppFlow ends no run that takes longer by itself; somebody should look.
  private static let patienceMs: Int64 = 24 * 3_600_000

  let executionId: String
  let startedAtMs: Int64

  init(executionId: String, startedAtMs: Int64) {
    self.executionId = executionId
    self.startedAtMs = startedAtMs
  }

  /// The run that an earlier attempt of this job has started; nil: none has.
  init?(checkpointOf work: TenantWork) {
    guard let known = work.context.job.checkpoint.flatMap({ try? JSONValue(parsing: $0) }),
      let id = known["executionId"]?.string, let at = known["startedAtMs"]?.integer
    else { return nil }
    self.init(executionId: id, startedAtMs: at)
  }

  func remember(_ work: TenantWork) async throws {
    let checkpoint: JSONValue = [
      "executionId": .string(executionId), "startedAtMs": .integer(startedAtMs),
      "endedRuns": .integer(Self.endedRuns(work)),
    ]
    try await work.context.checkpoint(checkpoint.text())
  }

  /// What the run has come to, or when to look again. Not inlined: few jobs wait, and each would hold the memory for it.
  @inline(never)
  func outcome(_ work: TenantWork) async throws -> Outcome {
    let run = try await work.appFlow.flowExecution(
      executionId, of: work.name("flowName"), as: work.credentials, observe: work.observe)
    switch run?["executionStatus"]?.string {
    case "Successful": return .succeeded(result: summary(run ?? [:]))
    case "Error": return try await ended("flow-run-failed", run, work)
    case "Canceled", "CancelStarted": return try await ended("flow-run-cancelled", run, work)
    default:
      // In progress, or not listed yet.
      let elapsedMs = work.context.time.nowMs() - startedAtMs
      guard elapsedMs < Self.patienceMs else { return .dead(failure("flow-run-endless", run)) }
      return .snooze(forMs: min(max(elapsedMs / 4, Self.shortestPauseMs), Self.longestPauseMs), nil)
    }
  }

  /// A replay is to run the flow again, and not to meet this run, nor its client token, once more.
  private func ended(_ reason: String, _ run: JSONValue?, _ work: TenantWork) async throws -> Outcome {
    let checkpoint: JSONValue = ["endedRuns": .integer(Self.endedRuns(work) + 1)]
    try await work.context.checkpoint(checkpoint.text())
    return .dead(failure(reason, run))
  }

  /// How many runs of this job have ended without success.
  static func endedRuns(_ work: TenantWork) -> Int64 {
    let known = work.context.job.checkpoint.flatMap { try? JSONValue(parsing: $0) }
    return known?["endedRuns"]?.integer ?? 0
  }

  private func summary(_ run: JSONValue) -> String {
    let counts = run["executionResult"]
    var result: [String: JSONValue] = [
      "executionId": .string(executionId), "executionStatus": run["executionStatus"] ?? "Successful",
    ]
    for member in ["recordsProcessed", "bytesProcessed", "bytesWritten"] { result[member] = counts?[member] }
    // A run that left records out is "Successful" all the same.
    if let failures = counts?["errorInfo"]?["putFailuresCount"]?.integer, failures > 0 {
      result["partial"] = true
      result["putFailuresCount"] = .integer(failures)
    }
    return JSONValue.object(result).text()
  }

  private func failure(_ reason: String, _ run: JSONValue?) -> Failure {
    let why = run?["executionResult"]?["errorInfo"]?["executionMessage"]?.string
    return Failure(
      reason: reason,
      message: "run \(executionId) ended as \(run?["executionStatus"]?.string ?? "unknown")"
        + (why.map { ": \($0)" } ?? ""))
  }
}
