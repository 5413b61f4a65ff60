import Synchronization
import TimeAndChance

/// A clock that a simulation moves.
final class SteppedTime: TimeSource {
  private let value = Mutex<Int64>(1_800_000_000_000)

  func nowMs() -> Int64 { value.withLock { $0 } }

  func monotonicMs() -> Int64 { nowMs() }

  func move(toMs: Int64) { value.withLock { $0 = max($0, toMs) } }

  func sleep(ms: Int64) async throws {
    try Task.checkCancellation()
    value.withLock { $0 += max(ms, 0) }
  }
}
