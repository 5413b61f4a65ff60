/// What the work log keeps of one HTTP exchange. It holds no secret.
package struct CallRecord: Sendable {
  /// `appflow`, `sts`, …, or another service that is called on the way: `salesforce`.
  package let service: String
  package let operation: String
  /// Nil if no complete answer came.
  package let httpStatus: Int?
  /// The service's error code, or the transport's reason; nil on success.
  package let errorCode: String?
  package let requestId: String?
  package let durationMs: Int64
  /// 1 for the first try of a call.
  package let attempt: Int

  package init(
    service: String, operation: String, httpStatus: Int?, errorCode: String?, requestId: String?,
    durationMs: Int64, attempt: Int
  ) {
    self.service = service
    self.operation = operation
    self.httpStatus = httpStatus
    self.errorCode = errorCode
    self.requestId = requestId
    self.durationMs = durationMs
    self.attempt = attempt
  }
}
