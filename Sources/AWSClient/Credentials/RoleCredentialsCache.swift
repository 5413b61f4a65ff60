import Synchronization
package import TimeAndChance

/// Remembers the credentials of assumed roles, and fetches each only once however many ask at the same time.
///
/// The first who asks fetches, in its own task; the others wait for it. If that first one is cancelled, the next
/// in line fetches instead: nobody's cancellation takes the credentials from another, and there is no task that
/// outlives those who wait. A failure goes to all who waited and is not remembered; while the old keys are good
/// for another minute, a passing trouble of STS goes to nobody.
package final class RoleCredentialsCache: Sendable {
  private struct Entry {
    let role: AssumedRole
    var lastUsed: UInt64
  }

  /// What one who waits is told.
  private enum Wake: Sendable {
    case finished(Result<AssumedRole, AWSError>)
    /// Whoever fetched was cancelled: it is your turn.
    case takeOver
    case cancelled
  }

  private struct Waiter {
    let id: UInt64
    let continuation: CheckedContinuation<Wake, Never>
  }

  private struct State {
    var entries: [RoleIdentity: Entry] = [:]
    /// A role that is being fetched, and who waits for it, in the order of their coming.
    var fetches: [RoleIdentity: [Waiter]] = [:]
    /// Orders uses and names waiters.
    var counter: UInt64 = 0

    mutating func tick() -> UInt64 {
      counter += 1
      return counter
    }
  }

  private enum Step {
    case use(AssumedRole)
    case fetch
    case wait(UInt64)
  }

  private let caller: any AWSCalling
  private let base: any CredentialsProvider
  private let time: any TimeSource
  private let capacity: Int
  private let state = Mutex(State())

  /// - Parameter base: who assumes the roles.
  package init(
    caller: any AWSCalling, base: any CredentialsProvider, time: any TimeSource,
    capacity: Int = AWSLimits.maxCachedRoles
  ) {
    self.caller = caller
    self.base = base
    self.time = time
    self.capacity = capacity
  }

  /// - Parameter observe: told of the calls only if this caller's task makes them.
  package func assumedRole(
    _ identity: RoleIdentity, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AssumedRole {
    switch begin(identity) {
    case .use(let role): return role
    case .fetch: return try await fetch(identity, observe: observe)
    case .wait(let id):
      switch await wait(identity, id) {
      case .finished(let result): return try result.get()
      case .takeOver: return try await fetch(identity, observe: observe)
      case .cancelled: throw .cancelled(.sts, "AssumeRole")
      }
    }
  }

  /// Forgets these credentials, unless newer ones are there already.
  package func invalidate(_ credentials: AWSCredentials, of identity: RoleIdentity) {
    state.withLock { state in
      guard state.entries[identity]?.role.credentials == credentials else { return }
      state.entries[identity] = nil
    }
  }

  private func begin(_ identity: RoleIdentity) -> Step {
    let nowMs = time.nowMs()
    return state.withLock { state in
      let tick = state.tick()
      if let entry = state.entries[identity], Self.isFresh(entry.role, nowMs) {
        state.entries[identity]?.lastUsed = tick
        return .use(entry.role)
      }
      guard state.fetches[identity] == nil else { return .wait(tick) }
      state.fetches[identity] = []
      return .fetch
    }
  }

  private func fetch(
    _ identity: RoleIdentity, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AssumedRole {
    let result: Result<AssumedRole, AWSError>
    do throws(AWSError) {
      result = .success(
        try await STS(caller: caller, region: identity.region).assumeRole(
          roleARN: identity.roleARN, externalId: identity.externalId, sessionName: identity.sessionName,
          durationSeconds: identity.durationSeconds, as: base, observe: observe))
    } catch {
      result = stillUsable(identity, after: error).map { .success($0) } ?? .failure(error)
    }
    finish(identity, result)
    return try result.get()
  }

  /// Keys are renewed long before they expire, so a passing trouble of STS need not trouble those who ask.
  private func stillUsable(_ identity: RoleIdentity, after error: AWSError) -> AssumedRole? {
    guard [.transient, .throttle].contains(error.classification.errorClass), !Task.isCancelled else {
      return nil
    }
    let nowMs = time.nowMs()
    let role = state.withLock { $0.entries[identity]?.role }
    guard let role, let expiresAtMs = role.credentials.expiresAtMs,
      expiresAtMs - nowMs > AWSLimits.credentialsLastUseBeforeExpiryMs
    else { return nil }
    return role
  }

  private func finish(_ identity: RoleIdentity, _ result: Result<AssumedRole, AWSError>) {
    var isCancelled = false
    if case .failure(let error) = result, Task.isCancelled || error.classification.reason == "cancelled" {
      isCancelled = true
    }
    let woken: [(Waiter, Wake)] = state.withLock { state in
      var waiters = state.fetches[identity] ?? []
      if isCancelled, !waiters.isEmpty {
        let next = waiters.removeFirst()
        state.fetches[identity] = waiters
        return [(next, .takeOver)]
      }
      state.fetches[identity] = nil
      if case .success(let role) = result {
        Self.store(role, identity, in: &state, capacity: capacity)
      }
      return waiters.map { ($0, .finished(result)) }
    }
    for (waiter, wake) in woken { waiter.continuation.resume(returning: wake) }
  }

  private func wait(_ identity: RoleIdentity, _ id: UInt64) async -> Wake {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let wake = enqueue(Waiter(id: id, continuation: continuation), identity)
        if let wake { continuation.resume(returning: wake) }
      }
    } onCancel: {
      let waiter: Waiter? = state.withLock { state in
        guard let index = state.fetches[identity]?.firstIndex(where: { $0.id == id }) else { return nil }
        return state.fetches[identity]?.remove(at: index)
      }
      waiter?.continuation.resume(returning: .cancelled)
    }
  }

  /// Nil if the waiter stands in line now; else what to tell it at once.
  private func enqueue(_ waiter: Waiter, _ identity: RoleIdentity) -> Wake? {
    let nowMs = time.nowMs()
    return state.withLock { state in
      // The cancellation may have come before there was anyone to take out of the line.
      if Task.isCancelled { return .cancelled }
      if state.fetches[identity] != nil {
        state.fetches[identity]?.append(waiter)
        return nil
      }
      // The fetch has ended between the decision to wait and now.
      if let role = state.entries[identity]?.role, Self.isFresh(role, nowMs) {
        return .finished(.success(role))
      }
      state.fetches[identity] = []
      return .takeOver
    }
  }

  private static func store(
    _ role: AssumedRole, _ identity: RoleIdentity, in state: inout State, capacity: Int
  ) {
    let tick = state.tick()
    state.entries[identity] = Entry(role: role, lastUsed: tick)
    guard state.entries.count > capacity else { return }
    // An eighth at once, so that a full cache does not sort itself for every newcomer.
    let oldest = state.entries.sorted { $0.value.lastUsed < $1.value.lastUsed }
    for (identity, _) in oldest.prefix(max(1, capacity / 8)) { state.entries[identity] = nil }
  }

  private static func isFresh(_ role: AssumedRole, _ nowMs: Int64) -> Bool {
    guard let expiresAtMs = role.credentials.expiresAtMs else { return true }
    return expiresAtMs - nowMs > AWSLimits.credentialsRefreshBeforeExpiryMs
  }
}
