extension AWSError {
  /// What an answer that is not 2xx means.
  package init(
    _ response: HTTPResponse, _ failure: ServiceFailure, to request: AWSRequest, secrets: [String],
    nowMs: Int64
  ) {
    // A proxy's page or a torn answer: its status says nothing about the flow or the bucket that was asked for.
    let isForeign =
      failure.isUnnamed && !response.body.isEmpty && (400...499 ~= response.status)
      && ![408, 429].contains(response.status)
    let classification =
      isForeign
      ? ErrorClassification(.transient, "invalid-answer")
      : ErrorTable.classify(
        request.service, request.operation, code: failure.code, status: response.status)
    var message = MessageRedaction.clean(failure.message, secrets: secrets)
    if classification.reason == "signature", let note = ClockSkew.note(response.headers, nowMs: nowMs) {
      message += message.isEmpty ? note : " (\(note))"
    }
    self.init(
      service: request.service, operation: request.operation, httpStatus: response.status,
      code: failure.code, message: message,
      requestId: failure.requestId, classification: classification,
      retryAfterMs: RetryAfter.parse(response.headers, nowMs: nowMs),
      // A server that fails may have done its work before; one that refuses has not.
      mayHaveBeenProcessed: classification.errorClass == .transient && response.status >= 500)
  }

  /// What the lack of a complete answer means.
  package init(_ error: TransportError, to request: AWSRequest) {
    self.init(
      service: request.service, operation: request.operation, httpStatus: nil, code: error.reason.rawValue,
      message: error.message, requestId: nil, classification: ErrorTable.classify(error.reason),
      mayHaveBeenProcessed: error.mayHaveBeenProcessed)
  }

  /// A call that has no URL.
  package init(_ error: EndpointError, to request: AWSRequest) {
    self.init(
      service: request.service, operation: request.operation, httpStatus: nil, code: "InvalidEndpoint",
      message: error.message, requestId: nil, classification: ErrorClassification(.permanent, "endpoint"),
      mayHaveBeenProcessed: false)
  }

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

  /// The task was cancelled while nothing was under way.
  package static func cancelled(
    _ service: AWSService, _ operation: String, mayHaveBeenProcessed: Bool = false
  ) -> AWSError {
    AWSError(
      service: service, operation: operation, httpStatus: nil, code: "cancelled",
      message: "\(operation) was cancelled", requestId: nil,
      classification: ErrorClassification(.transient, "cancelled"),
      mayHaveBeenProcessed: mayHaveBeenProcessed)
  }
}
