import Synchronization
import TimeAndChance

/// A clock that stands still until the test moves it; who sleeps wakes when his time has come.
final class HandDrivenTime: TimeSource {
  private struct Sleeper {
    let atMs: Int64
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var nowMs: Int64 = 1_800_000_000_000
    var sleepers: [UInt64: Sleeper] = [:]
    var lastId: UInt64 = 0
  }

  private let state = Mutex(State())

  var sleeping: Int { state.withLock { $0.sleepers.count } }

  func nowMs() -> Int64 { state.withLock { $0.nowMs } }

  func monotonicMs() -> Int64 { nowMs() }

  func advance(ms: Int64) {
    let due = state.withLock { state in
      state.nowMs += ms
      let due = state.sleepers.filter { $0.value.atMs <= state.nowMs }
      for id in due.keys { state.sleepers[id] = nil }
      return due.values.sorted { $0.atMs < $1.atMs }
    }
    for sleeper in due { sleeper.continuation.resume() }
  }

  func sleep(ms: Int64) async throws {
    let id = state.withLock { state in
      state.lastId += 1
      return state.lastId
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let result: Result<Void, any Error>? = state.withLock { state in
          if Task.isCancelled { return .failure(CancellationError()) }
          if ms <= 0 { return .success(()) }
          state.sleepers[id] = Sleeper(atMs: state.nowMs + ms, continuation: continuation)
          return nil
        }
        if let result { continuation.resume(with: result) }
      }
    } onCancel: {
      state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(
        throwing: CancellationError())
    }
  }
}
