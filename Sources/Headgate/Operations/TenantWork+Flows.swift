import AWSClient
import TimeAndChance
import WorkQueue

/// What the operations on flows share.
extension TenantWork {
  /// The flow that the payload names, or nil.
  func describeFlow() async throws(AWSError) -> JSONValue? {
    try await appFlow.describeFlow(name("flowName"), as: credentials, observe: observe)
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
        .cancelFlowExecutions, body: AWSPayload(bytes: Array(input.text().utf8), secrets: []))
    } catch {
      guard error.classification.errorClass == .notFound else { throw error }
    }
  }

  /// Whether AppFlow refuses a bucket only because it has not seen yet what was changed a moment ago.
  func isPolicyLag(_ error: AWSError) async throws -> Bool {
    let words = error.message.lowercased()
    guard ["bucket", "access", "permission"].contains(where: words.contains) else { return false }
    let sinceMs = context.time.nowMs() - AWSFailure.policyLagMs
    return try await context.hasFreshDependency(
      ofKinds: [PutBucketPolicy.name, AssumeRole.name], sinceMs: sinceMs)
  }
}
