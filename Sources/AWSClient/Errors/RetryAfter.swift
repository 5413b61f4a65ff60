/// How long a service asks us to wait.
package enum RetryAfter {
  /// Milliseconds from now, from `x-amz-retry-after` (milliseconds) or `Retry-After` (seconds, or a date); nil if
  /// neither says anything sensible.
  package static func parse(_ headers: HTTPHeaders, nowMs: Int64) -> Int64? {
    if let text = headers["x-amz-retry-after"], let ms = number(text) { return bounded(ms) }
    guard let text = headers["Retry-After"] else { return nil }
    if let seconds = number(text) { return bounded(min(seconds, AWSLimits.maxRetryAfterMs) * 1000) }
    guard let atMs = Timestamp.parseHTTPDate(text) else { return nil }
    return bounded(max(0, atMs - nowMs))
  }

  private static func number(_ text: String) -> Int64? {
    guard let value = Int64(text), value >= 0 else { return nil }
    return value
  }

  private static func bounded(_ ms: Int64) -> Int64 { min(ms, AWSLimits.maxRetryAfterMs) }
}
