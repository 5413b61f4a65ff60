import Synchronization

/// Wakes one waiter. A signal that comes while nobody waits is kept: the next wait returns at once. Many
/// signals are one.
package final class WakeSignal: Sendable {
  private struct State {
    var isSet = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  package init() {}

  /// Wakes the waiter, now or when it comes.
  package func signal() {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard let waiter = state.waiter else {
        state.isSet = true
        return nil
      }
      state.waiter = nil
      return waiter
    }
    waiter?.resume()
  }

  /// Returns at the next signal. At most one task waits at a time.
  package func wait() async {
    await withCheckedContinuation { continuation in
      let isSet = state.withLock { state -> Bool in
        if state.isSet {
          state.isSet = false
          return true
        }
        precondition(state.waiter == nil, "two tasks wait for one signal")
        state.waiter = continuation
        return false
      }
      if isSet { continuation.resume() }
    }
  }
}
