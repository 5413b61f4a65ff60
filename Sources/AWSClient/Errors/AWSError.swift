/// Why a call did not succeed, classified once for everybody.
///
/// Every function that a call passes through keeps room for the error in its frame, and a job that waits for its answer
/// keeps all of those: so the facts stand aside.
package struct AWSError: Error, Sendable {
  private final class Facts: Sendable {
    let service: AWSService
    let operation: String
    let httpStatus: Int?
    let code: String
    let message: String
    let requestId: String?
    let classification: ErrorClassification
    let retryAfterMs: Int64?
    let mayHaveBeenProcessed: Bool

    init(
      service: AWSService, operation: String, httpStatus: Int?, code: String, message: String,
      requestId: String?, classification: ErrorClassification, retryAfterMs: Int64?,
      mayHaveBeenProcessed: Bool
    ) {
      self.service = service
      self.operation = operation
      self.httpStatus = httpStatus
      self.code = code
      self.message = message
      self.requestId = requestId
      self.classification = classification
      self.retryAfterMs = retryAfterMs
      self.mayHaveBeenProcessed = mayHaveBeenProcessed
    }
  }

  private let facts: Facts

  package init(
    service: AWSService, operation: String, httpStatus: Int?, code: String, message: String,
    requestId: String?, classification: ErrorClassification, retryAfterMs: Int64? = nil,
    mayHaveBeenProcessed: Bool
  ) {
    facts = Facts(
      service: service, operation: operation, httpStatus: httpStatus, code: code, message: message,
      requestId: requestId, classification: classification, retryAfterMs: retryAfterMs,
      mayHaveBeenProcessed: mayHaveBeenProcessed)
  }

  package var service: AWSService { facts.service }
  package var operation: String { facts.operation }
  /// Nil if no complete answer came.
  package var httpStatus: Int? { facts.httpStatus }
  /// `ConflictException`; for a transport's error its reason: `timedOut`.
  package var code: String { facts.code }
  /// The service's own words, without a secret.
  package var message: String { facts.message }
  package var requestId: String? { facts.requestId }
  package var classification: ErrorClassification { facts.classification }
  /// What `Retry-After` or `x-amz-retry-after` asked for.
  package var retryAfterMs: Int64? { facts.retryAfterMs }
  /// Whether the call may have had its effect all the same.
  package var mayHaveBeenProcessed: Bool { facts.mayHaveBeenProcessed }
}

extension AWSError: Equatable {
  package static func == (one: AWSError, other: AWSError) -> Bool {
    one.service == other.service && one.operation == other.operation && one.httpStatus == other.httpStatus
      && one.code == other.code && one.message == other.message && one.requestId == other.requestId
      && one.classification == other.classification && one.retryAfterMs == other.retryAfterMs
      && one.mayHaveBeenProcessed == other.mayHaveBeenProcessed
  }
}
