import AWSClient
import TimeAndChance
import WorkQueue

/// What the operations on flows share.
extension TenantWork {
  /// The flow that the payload names, or nil.
  func describeFlow() async throws(AWSError) -> JSONValue? {
    try await appFlow.describeFlow(name("flowName"), as: credentials, observe: observe)
  }

  /// The state of the flow that the payload names, or nil if there is none.
  func flowState() async throws(AWSError) -> FlowState? {
    try await appFlow.flowState(name("flowName"), as: credentials, observe: observe)
  }

  /// A flow that was created a moment ago may not be seen yet; one that stays away is not there.
  func flowNotThere() -> Outcome {
    .retry(
      Failure(
        reason: "not-found",
        message: "there is no flow \(name("flowName")) in \(region); create it first, then replay this job",
        maxAttempts: AWSFailure.notFoundAttempts))
  }

  /// Cancels every run of the flow. None running is as good.
  func cancelExecutions() async throws(AWSError) {
    let input: JSONValue = ["flowName": .string(name("flowName"))]
    do {
      _ = try await send(
        .cancelFlowExecutions, body: AWSPayload(bytes: input.bytes(), secrets: []))
    } catch {
      guard error.classification.errorClass == .notFound else { throw error }
    }
  }

  /// Whether AppFlow refuses a bucket only because it has not seen yet what a job of this tenant changed a moment ago.
  func isPolicyLag(_ error: AWSError) async throws -> Bool {
    guard error.classification.reason == "invalid-request" else { return false }
    let words = error.message.lowercased()
    guard ["bucket", "access", "permission"].contains(where: words.contains) else { return false }
    return try await context.hasSucceeded(
      kinds: [PutBucketPolicy.name, AssumeRole.name],
      sinceMs: context.time.nowMs() - AWSFailure.policyLagMs)
  }

  /// What a request that AppFlow refuses comes to: asked again for a while if that may be policy lag.
  ///
  /// - Throws: the error, if it is something else.
  func outcomeOfRefusal(_ error: AWSError) async throws -> Outcome {
    guard try await isPolicyLag(error) else { throw error }
    return .retry(
      AWSFailure.slower(
        AWSFailure.failure(of: error), pauseMs: AWSFailure.conflictPauseMs,
        attempts: AWSFailure.policyLagAttempts))
  }
}
