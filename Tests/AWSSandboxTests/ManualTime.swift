import Synchronization
import TimeAndChance

/// A clock that moves only when somebody sleeps or a test says so.
final class ManualTime: TimeSource {
  private let now: Mutex<Int64>

  init(ms: Int64 = 1_760_000_000_000) { now = Mutex(ms) }

  func nowMs() -> Int64 { now.withLock { $0 } }
  func monotonicMs() -> Int64 { nowMs() }
  func advance(ms: Int64) { now.withLock { $0 += ms } }

  func sleep(ms: Int64) async throws {
    try Task.checkCancellation()
    advance(ms: max(0, ms))
  }
}
