import Synchronization
package import TimeAndChance

/// Remembers what expires, and fetches each thing only once however many ask for it at the same time.
///
/// The first who asks fetches, in its own task; the others wait for it. If that first one is cancelled, the next
/// in line fetches instead: nobody's cancellation takes the credentials from another, and there is no task that
/// outlives those who wait. A failure goes to all who waited and is not remembered; while the old thing is good
/// for another minute, a passing trouble of its source goes to nobody, and before it is really needed, no trouble.
package final class RefreshingCache<Key: Hashable & Sendable, Value: Expiring>: Sendable {
  /// An object: each use changes it, and a value within a dictionary takes memory each time to be changed.
  private final class Entry {
    let value: Value
    let fetchedAtMs: Int64
    var lastUsed: UInt64
    /// An early refresh has failed: the next one not before this.
    var noEarlyRefreshBeforeMs = Int64.min

    init(value: Value, fetchedAtMs: Int64, lastUsed: UInt64) {
      self.value = value
      self.fetchedAtMs = fetchedAtMs
      self.lastUsed = lastUsed
    }
  }

  /// What one who waits is told.
  private enum Wake: Sendable {
    case finished(Result<Value, AWSError>)
    /// Whoever fetched was cancelled: it is your turn.
    case takeOver
    case cancelled
  }

  private struct Waiter {
    let id: UInt64
    let continuation: CheckedContinuation<Wake, Never>
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    /// What is being fetched, and who waits for it, in the order of their coming.
    var fetches: [Key: [Waiter]] = [:]
    /// Orders uses and names waiters.
    var counter: UInt64 = 0

    mutating func tick() -> UInt64 {
      counter += 1
      return counter
    }
  }

  private enum Step {
    case use(Value)
    case fetch
    case wait(UInt64)
  }

  private let time: any TimeSource
  private let policy: RefreshPolicy
  private let capacity: Int
  private let cancelled: AWSError
  private let state = Mutex(State())

  /// - Parameter cancelled: what one who is cancelled while it waits is told.
  package init(
    time: any TimeSource, policy: RefreshPolicy = RefreshPolicy(), capacity: Int, cancelled: AWSError
  ) {
    self.time = time
    self.policy = policy
    self.capacity = capacity
    self.cancelled = cancelled
  }

  /// - Parameter fetch: called at most once at a time for each key, in the task of one of those who ask.
  package func value(
    _ key: Key, fetch: () async throws(AWSError) -> Value
  ) async throws(AWSError) -> Value {
    if let value = valueAtOnce(key) { return value }
    return try await valueInTime(key, fetch)
  }

  /// Not inlined: each call of each job would take the memory for all that may happen here.
  @inline(never)
  private func valueInTime(
    _ key: Key, _ fetch: () async throws(AWSError) -> Value
  ) async throws(AWSError) -> Value {
    switch begin(key) {
    case .use(let value): return value
    case .fetch: return try await run(fetch, key)
    case .wait(let id):
      switch await wait(key, id) {
      case .finished(let result): return try result.get()
      case .takeOver: return try await run(fetch, key)
      case .cancelled: throw cancelled
      }
    }
  }

  /// Forgets what is there, if it is what is meant.
  package func forget(_ key: Key, if isMeant: (Value) -> Bool) {
    state.withLock { state in
      guard let entry = state.entries[key], isMeant(entry.value) else { return }
      state.entries[key] = nil
    }
  }

  /// Nil where it has to be fetched, or waited for.
  private func valueAtOnce(_ key: Key) -> Value? {
    let nowMs = time.nowMs()
    return state.withLock { usable(key, nowMs, in: &$0) }
  }

  private func begin(_ key: Key) -> Step {
    let nowMs = time.nowMs()
    return state.withLock { state in
      if let value = usable(key, nowMs, in: &state) { return .use(value) }
      guard state.fetches[key] == nil else { return .wait(state.tick()) }
      state.fetches[key] = []
      return .fetch
    }
  }

  private func usable(_ key: Key, _ nowMs: Int64, in state: inout State) -> Value? {
    guard let entry = state.entries[key] else { return nil }
    entry.lastUsed = state.tick()
    switch need(of: entry, nowMs) {
    case .none: return entry.value
    case .early:
      let isEarlyEnough = state.fetches[key] != nil || nowMs < entry.noEarlyRefreshBeforeMs
      return isEarlyEnough ? entry.value : nil
    case .now: return nil
    }
  }

  private func run(
    _ fetch: () async throws(AWSError) -> Value, _ key: Key
  ) async throws(AWSError) -> Value {
    let result: Result<Value, AWSError>
    do throws(AWSError) {
      result = .success(try await fetch())
    } catch {
      result = .failure(error)
    }
    if case .failure(let error) = result, let old = stillUsable(key, after: error) {
      finish(key, .success(old), isNew: false)
      return old
    }
    finish(key, result, isNew: true)
    return try result.get()
  }

  /// Things are renewed long before they expire, so a passing trouble of their source need not trouble those who
  /// ask; and as long as nobody has to wait for a new one, no trouble need.
  private func stillUsable(_ key: Key, after error: AWSError) -> Value? {
    guard !Task.isCancelled else { return nil }
    let nowMs = time.nowMs()
    return state.withLock { state in
      guard let entry = state.entries[key], let expiresAtMs = entry.value.expiresAtMs else { return nil }
      if need(of: entry, nowMs) == .early {
        entry.noEarlyRefreshBeforeMs = nowMs + AWSLimits.credentialsEarlyRefreshPauseMs
        return entry.value
      }
      guard [.transient, .throttle].contains(error.classification.errorClass),
        expiresAtMs - nowMs > AWSLimits.credentialsLastUseBeforeExpiryMs
      else { return nil }
      return entry.value
    }
  }

  private func finish(_ key: Key, _ result: Result<Value, AWSError>, isNew: Bool) {
    let nowMs = time.nowMs()
    var isCancelled = false
    if case .failure(let error) = result, Task.isCancelled || error.classification.reason == "cancelled" {
      isCancelled = true
    }
    let woken: [(Waiter, Wake)] = state.withLock { state in
      var waiters = state.fetches[key] ?? []
      if isCancelled, !waiters.isEmpty {
        let next = waiters.removeFirst()
        state.fetches[key] = waiters
        return [(next, .takeOver)]
      }
      state.fetches[key] = nil
      if isNew, case .success(let value) = result {
        Self.store(value, key, nowMs: nowMs, in: &state, capacity: capacity)
      }
      return waiters.map { ($0, .finished(result)) }
    }
    for (waiter, wake) in woken { waiter.continuation.resume(returning: wake) }
  }

  private func wait(_ key: Key, _ id: UInt64) async -> Wake {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let wake = enqueue(Waiter(id: id, continuation: continuation), key)
        if let wake { continuation.resume(returning: wake) }
      }
    } onCancel: {
      let waiter: Waiter? = state.withLock { state in
        guard let index = state.fetches[key]?.firstIndex(where: { $0.id == id }) else { return nil }
        return state.fetches[key]?.remove(at: index)
      }
      waiter?.continuation.resume(returning: .cancelled)
    }
  }

  /// Nil if the waiter stands in line now; else what to tell it at once.
  private func enqueue(_ waiter: Waiter, _ key: Key) -> Wake? {
    let nowMs = time.nowMs()
    return state.withLock { state in
      // The cancellation may have come before there was anyone to take out of the line.
      if Task.isCancelled { return .cancelled }
      if state.fetches[key] != nil {
        state.fetches[key]?.append(waiter)
        return nil
      }
      // The fetch has ended between the decision to wait and now.
      if let entry = state.entries[key], need(of: entry, nowMs) != .now {
        return .finished(.success(entry.value))
      }
      state.fetches[key] = []
      return .takeOver
    }
  }

  private func need(of entry: Entry, _ nowMs: Int64) -> RefreshPolicy.Need {
    policy.need(fetchedAtMs: entry.fetchedAtMs, expiresAtMs: entry.value.expiresAtMs, nowMs: nowMs)
  }

  private static func store(
    _ value: Value, _ key: Key, nowMs: Int64, in state: inout State, capacity: Int
  ) {
    let tick = state.tick()
    state.entries[key] = Entry(value: value, fetchedAtMs: nowMs, lastUsed: tick)
    guard state.entries.count > capacity else { return }
    // An eighth at once, so that a full cache does not sort itself for every newcomer.
    let oldest = state.entries.sorted { $0.value.lastUsed < $1.value.lastUsed }
    for (key, _) in oldest.prefix(max(1, capacity / 8)) { state.entries[key] = nil }
  }
}
