/// Why a call did not succeed, classified once for everybody.
///
/// Every function that a call passes through keeps room for the error in its frame, and a job that waits for its answer
/// keeps all of those: so the facts stand aside.
package struct AWSError: Error, Sendable {
  private struct Facts: Sendable, Equatable {
    let service: AWSService
    let operation: String
    let httpStatus: Int?
    let code: String
    let message: String
    let requestId: String?
    let classification: ErrorClassification
    let retryAfterMs: Int64?
    let mayHaveBeenProcessed: Bool
  }

  private final class Box: Sendable {
    let facts: Facts

    init(_ facts: Facts) { self.facts = facts }
  }

  private let box: Box

  package init(
    service: AWSService, operation: String, httpStatus: Int?, code: String, message: String,
    requestId: String?, classification: ErrorClassification, retryAfterMs: Int64? = nil,
    mayHaveBeenProcessed: Bool
  ) {
    box = Box(
      Facts(
        service: service, operation: operation, httpStatus: httpStatus, code: code, message: message,
        requestId: requestId, classification: classification, retryAfterMs: retryAfterMs,
        mayHaveBeenProcessed: mayHaveBeenProcessed))
  }

  package var service: AWSService { box.facts.service }
  package var operation: String { box.facts.operation }
  /// Nil if no complete answer came.
  package var httpStatus: Int? { box.facts.httpStatus }
  /// `ConflictException`; for a transport's error its reason: `timedOut`.
  package var code: String { box.facts.code }
  /// The service's own words, without a secret.
  package var message: String { box.facts.message }
  package var requestId: String? { box.facts.requestId }
  package var classification: ErrorClassification { box.facts.classification }
  /// What `Retry-After` or `x-amz-retry-after` asked for.
  package var retryAfterMs: Int64? { box.facts.retryAfterMs }
  /// Whether the call may have had its effect all the same.
  package var mayHaveBeenProcessed: Bool { box.facts.mayHaveBeenProcessed }
}

extension AWSError: Equatable {
  package static func == (one: AWSError, other: AWSError) -> Bool { one.box.facts == other.box.facts }
}
