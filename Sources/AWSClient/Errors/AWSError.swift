/// Why a call did not succeed, classified once for everybody.
package struct AWSError: Error, Sendable, Equatable {
  package let service: AWSService
  package let operation: String
  /// Nil if no complete answer came.
  package let httpStatus: Int?
  /// `ConflictException`; for a transport's error its reason: `timedOut`.
  package let code: String
  /// The service's own words, without a secret.
  package let message: String
  package let requestId: String?
  package let classification: ErrorClassification
  /// What `Retry-After` or `x-amz-retry-after` asked for.
  package let retryAfterMs: Int64?
  /// Whether the call may have had its effect all the same.
  package let mayHaveBeenProcessed: Bool

  package init(
    service: AWSService, operation: String, httpStatus: Int?, code: String, message: String,
    requestId: String?, classification: ErrorClassification, retryAfterMs: Int64? = nil,
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
