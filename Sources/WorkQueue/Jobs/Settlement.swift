/// What is written of an attempt that ended: an `Outcome` after the retry policy has spoken.
package enum Settlement: Sendable, Equatable {
  case succeeded(result: String?)
  case retry(runAtMs: Int64, Failure)
  case snoozed(runAtMs: Int64, Failure?)
  case dead(Failure)
  case cancelled(Failure)
  /// The worker stops: back to ready, as if it had not been claimed.
  case released
}
