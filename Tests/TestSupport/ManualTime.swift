import Synchronization
import TimeAndChance

/// A clock that stands until it is moved. Its sleeps are the machine's.
package final class ManualTime: TimeSource {
  private let clock: Mutex<Int64>

  package init(_ startMs: Int64 = 1_000_000) { clock = Mutex(startMs) }

  package func nowMs() -> Int64 { clock.withLock { $0 } }

  package func monotonicMs() -> Int64 { nowMs() }

  package func advance(ms: Int64) { clock.withLock { $0 += ms } }

  package func sleep(ms: Int64) async throws { try await SystemTime().sleep(ms: ms) }
}
