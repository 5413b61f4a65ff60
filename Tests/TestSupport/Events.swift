import Synchronization

/// What has happened, in order; a test awaits what it expects instead of sleeping.
package final class Events<Element: Sendable>: Sendable {
  private struct Waiter {
    let id: Int
    let isSatisfied: @Sendable ([Element]) -> Bool
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var elements: [Element] = []
    var waiters: [Waiter] = []
    var nextId = 0
    var cancelled: Set<Int> = []
  }

  private let state = Mutex(State())

  package init() {}

  package var all: [Element] { state.withLock { $0.elements } }

  package func add(_ element: Element) {
    let satisfied = state.withLock { state -> [Waiter] in
      state.elements.append(element)
      let satisfied = state.waiters.filter { $0.isSatisfied(state.elements) }
      state.waiters.removeAll { waiter in satisfied.contains { $0.id == waiter.id } }
      return satisfied
    }
    for waiter in satisfied { waiter.continuation.resume() }
  }

  /// Returns as soon as `isSatisfied` holds for all that has happened.
  ///
  /// - Throws: `CancellationError`, so that a test's time limit can end the wait.
  package func wait(until isSatisfied: @escaping @Sendable ([Element]) -> Bool) async throws {
    let id = state.withLock { state in
      state.nextId += 1
      return state.nextId
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let result = state.withLock { state -> Result<Void, any Error>? in
          if isSatisfied(state.elements) { return .success(()) }
          if state.cancelled.contains(id) { return .failure(CancellationError()) }
          state.waiters.append(Waiter(id: id, isSatisfied: isSatisfied, continuation: continuation))
          return nil
        }
        if let result { continuation.resume(with: result) }
      }
    } onCancel: {
      let waiter = state.withLock { state -> Waiter? in
        state.cancelled.insert(id)
        guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
        return state.waiters.remove(at: index)
      }
      waiter?.continuation.resume(throwing: CancellationError())
    }
  }

  package func wait(count: Int) async throws { try await wait { $0.count >= count } }
}
