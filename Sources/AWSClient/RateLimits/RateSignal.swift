/// What a call's end says about the rate.
package enum RateSignal: Sendable, Equatable {
  /// The service took it, or refused it for what it is: not for its being one too many.
  case accepted
  case throttled(retryAfterMs: Int64?)
  /// It did not get as far as to the service.
  case unknown

  package init(_ error: AWSError, to request: AWSRequest) {
    // The credentials of a call may fail it before it is sent: that is another service's answer.
    guard error.service == request.service, error.operation == request.operation, error.httpStatus != nil
    else {
      self = .unknown
      return
    }
    self =
      error.classification.errorClass == .throttle
      ? .throttled(retryAfterMs: error.retryAfterMs) : .accepted
  }
}
