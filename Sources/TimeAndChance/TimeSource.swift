/// Where the time comes from. Everything that waits or asks for the time is given one, so that a simulation
/// can run days in a second and repeat them exactly.
public protocol TimeSource: Sendable {
  /// The wall clock: milliseconds since 1970-01-01T00:00:00Z. It may jump; use it for what is stored.
  func nowMs() -> Int64

  /// Milliseconds since some fixed moment of this process. It never goes back; use it for waits and durations.
  func monotonicMs() -> Int64

  /// Returns after `ms` milliseconds (at once if `ms` is not positive).
  ///
  /// - Throws: `CancellationError` as soon as the task is cancelled.
  func sleep(ms: Int64) async throws
}
