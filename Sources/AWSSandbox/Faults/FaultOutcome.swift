import AWSClient

/// What a fault makes of a call.
enum FaultOutcome {
  static func unprocessed(_ fault: Fault, _ call: ServiceCall) -> Outcome {
    switch fault.effect {
    case .connectionRefused:
      return .failure(
        TransportError(
          .couldNotConnect, "could not connect to \(call.url.host)", mayHaveBeenProcessed: false))
    case .reset:
      return .failure(
        TransportError(
          .connectionLost, "\(call.url.host) closed the connection", mayHaveBeenProcessed: true))
    case .timeout: return .silence
    case .html:
      let page = "<html><head><title>Service Unavailable</title></head><body>Please try again.</body></html>"
      let reply = Reply(status: fault.status ?? 503, contentType: "text/html", body: Array(page.utf8))
      return .answer(ReplyFormat.response(reply, to: call), afterMs: 0)
    case .clockSkew: return .answer(skewed(call), afterMs: 0)
    default: return .answer(ReplyFormat.response(refusal(fault, call), to: call), afterMs: 0)
    }
  }

  /// What the caller would see if its clock were so far behind the service's.
  private static func skewed(_ call: ServiceCall) -> HTTPResponse {
    var later = call
    later.nowMs += SandboxLimits.maxSkewOfS3Ms + 1_000
    let failure =
      switch call.service {
      case .s3:
        ServiceFailure(
          403, "RequestTimeTooSkewed",
          "The difference between the request time and the current time is too large.")
      case .salesforce: ServiceFailure(400, "invalid_grant", "assertion has expired")
      default: SignatureCheck.refusal("Signature expired: the request is too old.", call)
      }
    return ReplyFormat.response(failure, to: later)
  }

  static func processed(_ fault: Fault, _ response: HTTPResponse) -> Outcome {
    switch fault.effect {
    case .lostAnswer:
      return .failure(
        TransportError(
          .connectionLost, "the connection closed before the answer", mayHaveBeenProcessed: true))
    case .truncated:
      let half = Array(response.body.prefix(response.body.count / 2))
      return .answer(HTTPResponse(status: response.status, headers: response.headers, body: half), afterMs: 0)
    default: return .answer(response, afterMs: fault.delayMs)
    }
  }

  private static func refusal(_ fault: Fault, _ call: ServiceCall) -> ServiceFailure {
    switch fault.effect {
    case .throttle:
      var failure = throttled(call)
      if let seconds = fault.retryAfterSeconds { failure.headers["Retry-After"] = "\(seconds)" }
      return failure
    case .deny:
      return AccessControl.denied("\(call.service.rawValue):\(call.operation)", on: call.resource, call)
    case .expiredToken: return Authentication.expired(call)
    case .quota: return quota(call)
    case .refuse:
      return ServiceFailure(fault.status ?? 400, fault.code ?? "ValidationException", fault.message ?? "")
    default: return serverError(fault.status ?? 500, call)
    }
  }

  private static func throttled(_ call: ServiceCall) -> ServiceFailure {
    switch call.service {
    case .s3: ServiceFailure(503, "SlowDown", "Please reduce your request rate.")
    case .sts: ServiceFailure(400, "Throttling", "Rate exceeded")
    case .secretsmanager: ServiceFailure(400, "ThrottlingException", "Rate exceeded")
    case .salesforce: ServiceFailure(400, "rate_limit_exceeded", "too many login requests")
    case .appflow: ServiceFailure(429, "ThrottlingException", "Rate exceeded")
    }
  }

  private static func quota(_ call: ServiceCall) -> ServiceFailure {
    switch call.service {
    case .secretsmanager: ServiceFailure(400, "LimitExceededException", "You have reached a quota.")
    case .s3: ServiceFailure(400, "TooManyBuckets", "You have attempted to create more buckets than allowed")
    case .sts: ServiceFailure(400, "LimitExceeded", "You have reached a quota.")
    case .salesforce: ServiceFailure(403, "request_limit_exceeded", "TotalRequests Limit exceeded.")
    case .appflow: AppFlowFailure.quota("The request exceeds a quota of your account.")
    }
  }

  private static func serverError(_ status: Int, _ call: ServiceCall) -> ServiceFailure {
    let unavailable = status == 503
    return switch call.service {
    case .s3:
      unavailable
        ? ServiceFailure(status, "ServiceUnavailable", "Service is unable to handle request.")
        : ServiceFailure(status, "InternalError", "We encountered an internal error. Please try again.")
    case .sts: ServiceFailure(status, unavailable ? "ServiceUnavailable" : "InternalFailure", "Try again.")
    case .salesforce: ServiceFailure(status, "server_error", "An unexpected error occurred.")
    case .secretsmanager:
      ServiceFailure(status, "InternalServiceError", "An error occurred on the server side.")
    case .appflow:
      ServiceFailure(
        status, unavailable ? "ServiceUnavailableException" : "InternalServerException",
        "An internal service error occurred during the processing of your request. Try again later.")
    }
  }
}
