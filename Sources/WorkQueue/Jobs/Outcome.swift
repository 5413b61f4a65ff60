/// What an attempt came to, as the operation sees it.
public enum Outcome: Sendable, Equatable {
  /// Done. The result is a JSON text, kept with the job.
  case succeeded(result: String?)
  /// Try again with backoff; dead when the attempts are used up.
  case retry(Failure)
  /// Trying again is of no use: to the dead letters.
  case dead(Failure)
  /// Not now, and it does not count as an attempt: look again after `forMs` milliseconds.
  case snooze(forMs: Int64, Failure?)
  /// Nothing is to be done any more.
  case cancelled(Failure)
}
