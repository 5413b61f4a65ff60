import Glibc

/// The machine's clocks.
public struct SystemTime: TimeSource {
  /// The clocks have no state of their own.
  public init() {}

  /// CLOCK_REALTIME.
  public func nowMs() -> Int64 { Self.read(CLOCK_REALTIME) }

  /// CLOCK_MONOTONIC, which stands still while the machine sleeps.
  public func monotonicMs() -> Int64 { Self.read(CLOCK_MONOTONIC) }

  /// Returns after `ms` milliseconds, or throws `CancellationError`.
  public func sleep(ms: Int64) async throws {
    guard ms > 0 else { return try Task.checkCancellation() }
    try await Task.sleep(for: .milliseconds(ms))
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
