extension AWSError {
  /// The error code of calls that our own limiter held back.
  package static let rateLimitedCode = "RateLimited"

  /// Whether nothing was sent because the account's turn comes later; `retryAfterMs` says when.
  package var isHeldBack: Bool { httpStatus == nil && code == Self.rateLimitedCode }

  init(_ refusal: RateRefusal, at key: RateKey, to request: AWSRequest) {
    switch refusal {
    case .cancelled: self = .cancelled(request.service, request.operation)
    case .notNow(let retryAfterMs, let perSecond):
      self.init(
        service: request.service, operation: request.operation, httpStatus: nil, code: Self.rateLimitedCode,
        message: "not sent: \(key) \(Self.limit(perSecond)); its turn comes in \(retryAfterMs) ms",
        requestId: nil, classification: ErrorClassification(.throttle, "rate-limited"),
        retryAfterMs: retryAfterMs, mayHaveBeenProcessed: false)
    }
  }

  private static func limit(_ perSecond: Double?) -> String {
    guard let perSecond else { return "has as many calls under way as it may have" }
    return "is held to \((perSecond * 100).rounded() / 100) calls a second just now"
  }
}
