extension AWSError {
  private static let operation = "GetCredentials"

  /// The settings give no credentials: somebody has to mend them.
  static func noCredentials(_ problem: String) -> AWSError { .noCredentials(.sts, operation, problem) }

  init(_ error: AWSSettingsError) { self = .noCredentials(error.message) }

  /// A source did not answer, or not as it should: it may do so later.
  static func sourceFailed(
    _ problem: String, code: String, status: Int? = nil, _ classification: ErrorClassification
  ) -> AWSError {
    AWSError(
      service: .sts, operation: operation, httpStatus: status, code: code, message: problem, requestId: nil,
      classification: classification, mayHaveBeenProcessed: false)
  }

  static func sourceFailed(_ source: String, _ error: TransportError) -> AWSError {
    .sourceFailed(
      "\(source): \(error.message)", code: error.reason.rawValue, ErrorTable.classify(error.reason))
  }

  /// An answer with another status than 200. Its text may be anything, so it is not repeated.
  static func sourceFailed(_ source: String, status: Int) -> AWSError {
    .sourceFailed(
      "\(source) answered with HTTP status \(status)", code: "HTTP\(status)", status: status,
      status >= 500 || status == 429
        ? ErrorTable.classify(.sts, operation, code: "HTTP\(status)", status: status)
        : ErrorClassification(.credentials, "aws-credentials"))
  }

  static func sourceUnreadable(_ source: String, _ expected: String) -> AWSError {
    .sourceFailed(
      "\(source) gave something else than expected: \(expected)", code: "InvalidAnswer",
      ErrorClassification(.transient, "invalid-answer"))
  }
}
