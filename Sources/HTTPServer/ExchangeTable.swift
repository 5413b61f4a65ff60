#if Server
  import Synchronization

  /// The requests under way, and whoever waits for their end.
  final class ExchangeTable: Sendable {
    private struct State {
      var nextId: UInt64 = 1
      /// Requests of which the last byte has not gone out yet.
      var open: Set<UInt64> = []
      var handlers: [UInt64: Task<Void, Never>] = [:]
      var isStopping = false
      var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var isStopping: Bool { state.withLock { $0.isStopping } }

    func begin() -> UInt64 {
      state.withLock { state in
        defer { state.nextId += 1 }
        state.open.insert(state.nextId)
        return state.nextId
      }
    }

    /// Starts the handler's task. Its `endHandling` cannot come before this returns.
    func handle(_ id: UInt64, _ work: @escaping @Sendable () async -> Void) {
      state.withLock { $0.handlers[id] = Task { await work() } }
    }

    func endHandling(_ id: UInt64) { change { $0.handlers[id] = nil } }

    func end(_ id: UInt64) { change { $0.open.remove(id) } }

    func cancel(_ id: UInt64) { state.withLock { $0.handlers[id] }?.cancel() }

    func cancelAll() { for task in state.withLock({ Array($0.handlers.values) }) { task.cancel() } }

    func startStopping() { state.withLock { $0.isStopping = true } }

    /// Returns when every request has been answered to the last byte.
    func whenAnswered() async { await wait { $0.open.isEmpty && $0.handlers.isEmpty } }

    /// Returns when no handler runs any more.
    func whenHandled() async { await wait { $0.handlers.isEmpty } }

    private func wait(_ isDone: @Sendable (borrowing State) -> Bool) async {
      var isOver = false
      while !isOver {
        await withCheckedContinuation { continuation in
          // Looked at under the lock, or a cancellation and the waking that follows it could both be missed.
          isOver = state.withLock { state in
            guard !isDone(state), !Task.isCancelled else { return true }
            state.waiting.append(continuation)
            return false
          }
          if isOver { continuation.resume() }
        }
      }
    }

    /// Wakes those who wait, to look again.
    func wakeAll() { change { _ in } }

    private func change(_ change: (inout State) -> Void) {
      let waiting = state.withLock { state in
        change(&state)
        defer { state.waiting = [] }
        return state.waiting
      }
      for continuation in waiting { continuation.resume() }
    }
  }
#endif
