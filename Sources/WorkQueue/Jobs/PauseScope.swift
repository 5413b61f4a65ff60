/// What a pause holds up.
public enum PauseScope: Sendable, Equatable {
  /// One tenant's jobs.
  case tenant(String)
  /// The jobs of one kind.
  case kind(String)
  /// All jobs.
  case everything
}
