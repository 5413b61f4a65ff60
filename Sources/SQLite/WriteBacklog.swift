import Synchronization

/// The requests that wait for their transaction, and whether somebody is at work on them.
final class WriteBacklog: Sendable {
  /// Requests that may wait. Callers await their result, so this is only reached when thousands of them do.
  static let maxWaiting = 65_536
  /// Requests in one transaction; more would keep other processes out too long.
  static let maxPerCommit = 1_024

  private struct State {
    var requests: [WriteRequest] = []
    var isWorkedOn = false
  }

  enum Added {
    /// There is no room for it.
    case isRefused
    /// Somebody is at work already and will come to it.
    case waits
    /// Whoever added it is to begin, and goes on until `next` finds nothing.
    case isFirst
  }

  private let state = Mutex(State())

  var count: Int { state.withLock { $0.requests.count } }

  func add(_ request: WriteRequest) -> Added {
    state.withLock { state in
      guard state.requests.count < Self.maxWaiting else { return .isRefused }
      state.requests.append(request)
      guard !state.isWorkedOn else { return .waits }
      state.isWorkedOn = true
      return .isFirst
    }
  }

  /// What is to be committed together next; nil: there is nothing, and whoever comes next begins anew.
  func next() -> [WriteRequest]? {
    state.withLock { state in
      guard !state.requests.isEmpty else {
        state.isWorkedOn = false
        return nil
      }
      let batch = Array(state.requests.prefix(Self.maxPerCommit))
      state.requests.removeFirst(batch.count)
      return batch
    }
  }
}
