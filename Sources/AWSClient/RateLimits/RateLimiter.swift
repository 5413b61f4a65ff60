import Synchronization
package import TimeAndChance

/// Hands out permits for calls, key by key, in the order in which they are asked for.
///
/// A call waits `AWSLimits.maxRateWaitMs` at the most; one whose turn comes later is refused at once and told
/// when to come back. Each process has a limiter of its own: several workers on one account start at a multiple of
/// the rate, and each slows down by what it is throttled itself, until together they are as fast as the service
/// bears.
package final class RateLimiter: Sendable {
  private enum Reply: Sendable {
    case granted(RatePermit)
    case refused(RateRefusal)
  }

  /// An object: every call changes it twice, and a value within a dictionary takes memory each time to be changed.
  private final class Lane {
    var calls: RateLane
    var waiting: [UInt64: CheckedContinuation<Reply, Never>] = [:]
    /// Looks at the lane when time alone moves it on; there is one only while somebody waits.
    var alarm: Task<Void, Never>?
    var alarmMs = Int64.max
    var alarmId: UInt64 = 0

    init(_ calls: RateLane) { self.calls = calls }
  }

  private struct State {
    var lanes: [RateKey: Lane] = [:]
    var counter: UInt64 = 0
    var sweptMs: Int64

    mutating func tick() -> UInt64 {
      counter += 1
      return counter
    }
  }

  /// Those to be told, once the lock is free.
  private typealias Calls = [(CheckedContinuation<Reply, Never>, Reply)]

  private let limits: RateLimits
  private let time: any TimeSource
  private let maxKeys: Int
  private let state: Mutex<State>

  package init(
    limits: RateLimits = RateLimits(), time: any TimeSource, maxKeys: Int = AWSLimits.maxRateKeys
  ) {
    self.limits = limits
    self.time = time
    self.maxKeys = maxKeys
    state = Mutex(State(sweptMs: time.monotonicMs()))
  }

  /// Waits for the key's next free turn. The permit is to be given back by `release`.
  package func acquire(_ key: RateKey) async throws(RateRefusal) -> RatePermit {
    if let permit = permitAtOnce(key) { return permit }
    let id = state.withLock { $0.tick() }
    let reply = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if let reply = enter(key, id, continuation) { continuation.resume(returning: reply) }
      }
    } onCancel: {
      leave(key, id)
    }
    switch reply {
    case .granted(let permit): return permit
    case .refused(let refusal): throw refusal
    }
  }

  /// The permit's call has ended.
  package func release(_ permit: RatePermit, _ signal: RateSignal) {
    let nowMs = time.monotonicMs()
    tell { state in
      guard let decisions = state.lanes[permit.key]?.calls.finish(permit.grant, signal, nowMs: nowMs)
      else { return [] }
      return self.settle(decisions, permit.key, nowMs, in: &state)
    }
  }

  /// Every key that was used lately, in the order of their names.
  package func snapshot() -> [RateSnapshot] {
    let nowMs = time.monotonicMs()
    let snapshots = state.withLock { state in
      state.lanes.map { key, lane in
        RateSnapshot(
          key: key, perSecond: lane.calls.rate.perSecond, waiting: lane.calls.waiting,
          inFlight: lane.calls.inFlight, pausedForMs: max(0, lane.calls.rate.pausedUntilMs - nowMs))
      }
    }
    return snapshots.sorted { $0.key.description < $1.key.description }
  }

  /// Nil where the call has to wait, or to be refused.
  private func permitAtOnce(_ key: RateKey) -> RatePermit? {
    let nowMs = time.monotonicMs()
    return state.withLock { state in
      guard !Task.isCancelled, let lane = lane(key, nowMs, in: &state) else { return nil }
      return lane.calls.grantAtOnce(nowMs: nowMs).map { RatePermit(key: key, grant: $0) }
    }
  }

  /// Nil if there is no room for one more.
  private func lane(_ key: RateKey, _ nowMs: Int64, in state: inout State) -> Lane? {
    sweep(nowMs, in: &state)
    if let lane = state.lanes[key] { return lane }
    guard makeRoom(nowMs, in: &state) else { return nil }
    let lane = Lane(RateLane(limits.settings(for: key), nowMs: nowMs))
    state.lanes[key] = lane
    return lane
  }

  /// Nil if the call stands in line now.
  private func enter(
    _ key: RateKey, _ id: UInt64, _ continuation: CheckedContinuation<Reply, Never>
  ) -> Reply? {
    let nowMs = time.monotonicMs()
    return state.withLock { state in
      // The cancellation may have come before there was anyone to take out of the line.
      if Task.isCancelled { return .refused(.cancelled) }
      guard let lane = lane(key, nowMs, in: &state) else {
        return .refused(.notNow(retryAfterMs: AWSLimits.maxRateWaitMs, perSecond: nil))
      }
      switch lane.calls.arrive(id, nowMs: nowMs) {
      case .granted(let grant): return .granted(RatePermit(key: key, grant: grant))
      case .refused(let retryAfterMs):
        return .refused(.notNow(retryAfterMs: retryAfterMs, perSecond: lane.calls.rate.perSecond))
      case .waits:
        lane.waiting[id] = continuation
        setAlarm(lane, key, nowMs, &state.counter)
        return nil
      }
    }
  }

  private func leave(_ key: RateKey, _ id: UInt64) {
    let nowMs = time.monotonicMs()
    tell { state in
      guard state.lanes[key]?.calls.leave(id) == true,
        let continuation = state.lanes[key]?.waiting.removeValue(forKey: id)
      else { return [] }
      return [(continuation, .refused(.cancelled))] + self.settle([], key, nowMs, in: &state)
    }
  }

  private func ring(_ key: RateKey, _ alarmId: UInt64) {
    let nowMs = time.monotonicMs()
    tell { state in
      guard state.lanes[key]?.alarmId == alarmId else { return [] }
      state.lanes[key]?.alarm = nil
      state.lanes[key]?.alarmMs = .max
      guard let decisions = state.lanes[key]?.calls.advance(nowMs: nowMs) else { return [] }
      return self.settle(decisions, key, nowMs, in: &state)
    }
  }

  private func tell(_ body: (inout sending State) -> Calls) {
    let calls = state.withLock { state in body(&state) }
    for (continuation, reply) in calls { continuation.resume(returning: reply) }
  }

  private func settle(
    _ decisions: [RateLane.Decision], _ key: RateKey, _ nowMs: Int64, in state: inout State
  ) -> Calls {
    guard let lane = state.lanes[key] else { return [] }
    var calls: Calls = []
    for decision in decisions {
      guard let continuation = lane.waiting.removeValue(forKey: decision.id) else { continue }
      let refusal = RateRefusal.notNow(
        retryAfterMs: decision.retryAfterMs, perSecond: lane.calls.rate.perSecond)
      let reply = decision.grant.map { Reply.granted(RatePermit(key: key, grant: $0)) }
      calls.append((continuation, reply ?? .refused(refusal)))
    }
    setAlarm(lane, key, nowMs, &state.counter)
    return calls
  }

  /// Sees to it that somebody looks at the lane when its next waiter is due.
  private func setAlarm(_ lane: Lane, _ key: RateKey, _ nowMs: Int64, _ counter: inout UInt64) {
    guard let atMs = lane.calls.nextEventMs(nowMs: nowMs) else {
      lane.alarm?.cancel()
      lane.alarm = nil
      lane.alarmMs = .max
      return
    }
    // An alarm that rings too early sets the right one.
    guard atMs < lane.alarmMs else { return }
    lane.alarm?.cancel()
    counter += 1
    let id = counter
    lane.alarmMs = atMs
    lane.alarmId = id
    lane.alarm = Task { [self, time] in
      guard (try? await time.sleep(ms: atMs - nowMs)) != nil else { return }
      ring(key, id)
    }
  }

  /// Forgets keys that nobody has used for a while.
  private func sweep(_ nowMs: Int64, in state: inout State) {
    guard nowMs - state.sweptMs >= AWSLimits.rateSweepMs else { return }
    state.sweptMs = nowMs
    state.lanes = state.lanes.filter { _, lane in
      !lane.calls.isIdle(nowMs: nowMs) || nowMs - lane.calls.lastUsedMs < AWSLimits.rateKeyIdleMs
    }
  }

  /// Forgets keys that are idle where there are too many; false if there is no room for one more all the same.
  private func makeRoom(_ nowMs: Int64, in state: inout State) -> Bool {
    guard state.lanes.count >= maxKeys else { return true }
    let idle = state.lanes.filter { $0.value.calls.isIdle(nowMs: nowMs) }
    // An eighth at once, so that a full registry does not sort itself for every newcomer.
    for (key, _) in idle.sorted(by: { $0.value.calls.lastUsedMs < $1.value.calls.lastUsedMs })
      .prefix(max(1, maxKeys / 8))
    { state.lanes[key] = nil }
    return state.lanes.count < maxKeys
  }
}
