import AWSClient
import TimeAndChance
import WorkQueue

/// Deletes a flow, and succeeds when it is gone: also when somebody else deleted it.
struct DeleteFlow: AWSOperation {
  static let name = "delete-flow"
  let access: AWSAccess

  /// How long a deletion that was accepted may take.
  private static let goneWithinMs: Int64 = 120_000
  private static let lookAgainMs: Int64 = 2_000

  func carryOut(_ work: TenantWork) async throws -> Outcome {
    guard let flow = try await work.flowState() else {
      return .succeeded(result: #"{"deleted":true}"#)
    }
    if let sentAtMs = deletionSentAtMs(work), work.context.time.nowMs() - sentAtMs < Self.goneWithinMs {
      return .snooze(forMs: Self.lookAgainMs, nil)
    }
    do {
      _ = try await work.send(.deleteFlow, body: try await work.awsPayload(withClientToken: false))
    } catch let error as AWSError where error.classification.errorClass == .notFound {
      return .succeeded(result: #"{"deleted":true}"#)
    } catch let error as AWSError where error.classification.errorClass == .conflict {
      try await clearTheWay(flow, work)
      return AWSFailure.retryConflict(error)
    }
    if try await work.flowState() == nil { return .succeeded(result: #"{"deleted":true}"#) }
    try await work.context.checkpoint(#"{"deletionSentAtMs":\#(work.context.time.nowMs())}"#)
    return .snooze(forMs: Self.lookAgainMs, nil)
  }

  private func deletionSentAtMs(_ work: TenantWork) -> Int64? {
    work.context.job.checkpoint.flatMap { try? JSONValue(parsing: $0) }?["deletionSentAtMs"]?.integer
  }

  /// What makes AppFlow refuse: the flow is active, or runs.
  private func clearTheWay(_ flow: FlowState, _ work: TenantWork) async throws {
    if work.payload["cancelRunning"]?.bool == true { try await work.cancelExecutions() }
    // A flow on demand is always active, and cannot be stopped.
    guard flow.isActive, !flow.isOnDemand else { return }
    let stop: JSONValue = ["flowName": .string(work.name("flowName"))]
    do throws(AWSError) {
      _ = try await work.send(.stopFlow, body: AWSPayload(bytes: stop.bytes(), secrets: []))
    } catch {
      // Somebody else stopped or deleted it meanwhile; the next attempt sees what is left to do.
      guard [.conflict, .notFound].contains(error.classification.errorClass) else { throw error }
    }
  }
}
