extension AWSError {
  /// A 2xx answer that cannot be read: a proxy's page, or one that was cut off. Whether the call had its effect
  /// is unknown.
  package static func invalidAnswer(
    _ service: AWSService, _ operation: String, _ response: AWSResponse, _ problem: String
  ) -> AWSError {
    AWSError(
      service: service, operation: operation, httpStatus: response.status, code: "InvalidAnswer",
      message: "the answer to \(operation) cannot be read: \(problem)", requestId: response.requestId,
      classification: ErrorClassification(.transient, "invalid-answer"), mayHaveBeenProcessed: true)
  }

  /// Credentials that cannot be had, found out before anything was sent.
  package static func noCredentials(
    _ service: AWSService, _ operation: String, _ problem: String
  ) -> AWSError {
    AWSError(
      service: service, operation: operation, httpStatus: nil, code: "NoCredentials", message: problem,
      requestId: nil, classification: ErrorClassification(.credentials, "aws-credentials"),
      mayHaveBeenProcessed: false)
  }

  /// The task was cancelled before anything was sent.
  package static func cancelled(_ service: AWSService, _ operation: String) -> AWSError {
    AWSError(
      service: service, operation: operation, httpStatus: nil, code: "cancelled",
      message: "\(operation) was cancelled", requestId: nil,
      classification: ErrorClassification(.transient, "cancelled"), mayHaveBeenProcessed: false)
  }
}
