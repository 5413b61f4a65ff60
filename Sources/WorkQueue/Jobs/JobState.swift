/// Where a job stands. The arrows between the states are in schema.sql, which refuses every other change.
public enum JobState: String, Sendable, CaseIterable {
  /// Something before it is unfinished: an earlier job at the same resource, or one that it depends on.
  case blocked
  /// Its time has not come: `run_at`, a retry, a snooze.
  case scheduled
  /// The next free worker takes it.
  case ready
  /// A worker holds its lease.
  case running
  /// Finished.
  case succeeded
  /// It cannot succeed as it is; an operator replays or discards it. What waits for it goes on waiting.
  case dead
  /// Finished without effect, at somebody's wish.
  case cancelled
}
