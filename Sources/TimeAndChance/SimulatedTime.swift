import Synchronization

/// A clock that stands still until somebody moves it: whoever sleeps is woken when the clock is set to its time,
/// so that hours pass as fast as the work in them is done.
public final class SimulatedTime: TimeSource {
  private struct Sleeper {
    let id: UInt64
    let wakeAtMs: Int64
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var nowMs: Int64
    var lastId: UInt64 = 0
    /// In the order of waking; of two with the same time, the one that came first.
    var sleepers: [Sleeper] = []

    mutating func insert(_ sleeper: Sleeper) {
      var low = 0
      var high = sleepers.count
      while low < high {
        let middle = (low + high) / 2
        if sleepers[middle].wakeAtMs <= sleeper.wakeAtMs { low = middle + 1 } else { high = middle }
      }
      sleepers.insert(sleeper, at: low)
    }
  }

  private let state: Mutex<State>

  /// A clock that stands at `startMs` (Unix milliseconds).
  public init(startMs: Int64 = 1_800_000_000_000) { state = Mutex(State(nowMs: startMs)) }

  /// The clock's time.
  public func nowMs() -> Int64 { state.withLock { $0.nowMs } }

  /// The same: this clock never jumps.
  public func monotonicMs() -> Int64 { nowMs() }

  /// Returns when the clock has been moved by `ms` milliseconds, or throws `CancellationError`.
  public func sleep(ms: Int64) async throws {
    try Task.checkCancellation()
    guard ms > 0 else { return }
    let id = state.withLock { state in
      state.lastId += 1
      return state.lastId
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isCancelled = state.withLock { state in
          // The cancellation may have come before there was anyone to wake.
          guard !Task.isCancelled else { return true }
          let (wakeAtMs, overflow) = state.nowMs.addingReportingOverflow(ms)
          state.insert(
            Sleeper(id: id, wakeAtMs: overflow ? .max : wakeAtMs, continuation: continuation))
          return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
      }
    } onCancel: {
      let sleeper: Sleeper? = state.withLock { state in
        state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0) }
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Moves the clock on to the next time for which anybody sleeps, and wakes the one who does.
  ///
  /// - Returns: false if nobody sleeps: nothing was changed.
  public func advance() -> Bool {
    let sleeper: Sleeper? = state.withLock { state in
      guard !state.sleepers.isEmpty else { return nil }
      let sleeper = state.sleepers.removeFirst()
      state.nowMs = max(state.nowMs, sleeper.wakeAtMs)
      return sleeper
    }
    sleeper?.continuation.resume()
    return sleeper != nil
  }

  /// Moves the clock without waking anybody before the next `advance()`.
  public func skip(ms: Int64) { state.withLock { $0.nowMs += ms } }
}
