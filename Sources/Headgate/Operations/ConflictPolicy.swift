import AWSClient

/// What to do when a create finds something else of that name (`onConflict` in the payload).
enum ConflictPolicy: String, Sendable {
  /// Touch nothing; to the dead letters, with the difference.
  case fail
  /// Make it what was wanted.
  case update
  /// Take it as it is.
  case adopt

  init(_ payload: JSONValue) {
    self = payload["onConflict"]?.string.flatMap(ConflictPolicy.init) ?? .fail
  }
}
