#if Server
  import Synchronization

  /// Something that happens once, and can be waited for.
  final class Event: Sendable {
    private struct State {
      var hasHappened = false
      var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func happen() {
      let waiting = state.withLock { state in
        state.hasHappened = true
        defer { state.waiting = [] }
        return state.waiting
      }
      for continuation in waiting { continuation.resume() }
    }

    func wait() async {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if !state.hasHappened { state.waiting.append(continuation) }
          return state.hasHappened
        }
        if isOver { continuation.resume() }
      }
    }
  }
#endif
