#if Server
  /// Every bound of a served sandbox, in one place.
  package enum SandboxServerLimits {
    /// How long a request whose answer never comes stays open, if its client waits so long.
    static let maxSilenceMs: Int64 = 3_600_000
    /// How long requests under way may go on when the server stops.
    package static let stopGraceMs: Int64 = 5_000
    /// How often a changed state is written to its file.
    package static let saveEveryMs: Int64 = 2_000
  }
#endif
