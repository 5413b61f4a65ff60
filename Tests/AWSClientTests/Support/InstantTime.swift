import Synchronization
import TimeAndChance

/// A clock on which every wait ends at once, and is remembered.
final class InstantTime: TimeSource {
  private struct State {
    var nowMs: Int64
    var sleepsMs: [Int64] = []
  }

  private let state: Mutex<State>

  init(nowMs: Int64 = 1_800_000_000_000) { state = Mutex(State(nowMs: nowMs)) }

  var sleepsMs: [Int64] { state.withLock { $0.sleepsMs } }

  func nowMs() -> Int64 { state.withLock { $0.nowMs } }

  func monotonicMs() -> Int64 { nowMs() }

  func advance(ms: Int64) { state.withLock { $0.nowMs += ms } }

  func sleep(ms: Int64) async throws {
    try Task.checkCancellation()
    state.withLock { state in
      state.sleepsMs.append(ms)
      state.nowMs += ms
    }
  }
}
