import AWSClient

/// What to do when a flow that is to be run on demand runs already (`onConflict` in start-flow's payload).
enum RunningConflictPolicy: String, Sendable {
  /// Let that run end; ours comes after it.
  case wait
  /// Take that run for ours.
  case attach
  /// To the dead letters.
  case fail

  init(_ payload: JSONValue) {
    self = payload["onConflict"]?.string.flatMap(RunningConflictPolicy.init) ?? .wait
  }
}
