/// Why an attempt did not succeed.
public struct Failure: Error, Sendable, Equatable {
  /// A stable word that operators filter by: `throttled`, `access-denied`.
  public var reason: String
  /// The same in a sentence, without a secret.
  public var message: String
  /// Not to be tried again sooner than after this many milliseconds.
  public var retryAfterMs: Int64?
  /// Dead after this many attempts, where that is fewer than the job's own limit.
  public var maxAttempts: Int?

  /// A failure with a stable `reason` and a sentence.
  public init(
    reason: String, message: String, retryAfterMs: Int64? = nil, maxAttempts: Int? = nil
  ) {
    self.reason = reason
    self.message = message
    self.retryAfterMs = retryAfterMs
    self.maxAttempts = maxAttempts
  }
}
