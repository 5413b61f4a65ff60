/// What goes wrong with a call.
package enum FaultEffect: String, Codable, Sendable, CaseIterable {
  /// 429 ThrottlingException; nothing was done. `retryAfterSeconds` adds the header.
  case throttle
  /// `status` (default 500) with the service's own error body; nothing was done.
  case serverError
  /// `status` (default 503) with a web page where the service's format was expected; nothing was done.
  case html
  /// Done, but the answer's body ends in the middle.
  case truncated
  /// No connection: nothing was sent.
  case connectionRefused
  /// Done, but the connection ended before the answer.
  case lostAnswer
  /// The connection ended while the request was sent; nothing was done, which the caller cannot know.
  case reset
  /// Done, and answered `delayMs` later; a caller that does not wait so long sees a time-out.
  case slow
  /// No answer within the caller's time-out; nothing was done, which the caller cannot know.
  case timeout
  /// The caller lacks the permission.
  case deny
  /// The caller's session has expired.
  case expiredToken
  /// 402 ServiceQuotaExceededException, or what the service has in its place.
  case quota
  /// The caller's clock is a quarter of an hour behind, so that its signature has expired.
  case clockSkew
  /// `status` (default 400), `code` and `message` as the fault has them; nothing was done.
  case refuse

  /// Those that need no more than their name.
  package static let unscripted = allCases.filter { $0 != .refuse }

  /// Whether the service does its work all the same.
  var processes: Bool {
    switch self {
    case .truncated, .lostAnswer, .slow: true
    default: false
    }
  }
}
