/// The calls of one key: those under way, and those that wait, in the order of their coming. Pure: who waits is
/// a number, and the time is passed in.
///
/// Every waiter may wait equally long, so deadlines stand in the order of the line, and the first in line is
/// always the next to be granted or sent away.
package struct RateLane: Sendable {
  package enum Arrival: Equatable {
    case granted(RateGrant)
    case waits
    case refused(retryAfterMs: Int64)
  }

  package struct Decision: Equatable {
    package let id: UInt64
    /// Nil grant: refused.
    package let grant: RateGrant?
    package let retryAfterMs: Int64
  }

  private struct Waiter {
    let id: UInt64
    let deadlineMs: Int64
  }

  package private(set) var rate: AdaptiveRate
  package private(set) var inFlight = 0
  package private(set) var lastUsedMs: Int64
  private var line: [Waiter] = []
  /// The last time that a refused call was told to come back at.
  private var bookedMs: Int64

  package init(_ settings: RateSettings, nowMs: Int64) {
    rate = AdaptiveRate(settings, nowMs: nowMs)
    lastUsedMs = nowMs
    bookedMs = nowMs
  }

  package var waiting: Int { line.count }

  /// Whether it can be forgotten without harm to anyone under way.
  package func isIdle(nowMs: Int64) -> Bool { line.isEmpty && inFlight == 0 && rate.pausedUntilMs <= nowMs }

  /// Nil if the call would have to wait: then nobody has arrived.
  package mutating func grantAtOnce(nowMs: Int64) -> RateGrant? {
    lastUsedMs = nowMs
    return line.isEmpty ? tryGrant(hasWaited: false, nowMs) : nil
  }

  package mutating func arrive(_ id: UInt64, nowMs: Int64) -> Arrival {
    if let grant = grantAtOnce(nowMs: nowMs) { return .granted(grant) }
    guard line.count < AWSLimits.maxRateWaiters,
      rate.turnMs(ahead: line.count, nowMs: nowMs) - nowMs <= AWSLimits.maxRateWaitMs
    else { return .refused(retryAfterMs: book(nowMs)) }
    line.append(Waiter(id: id, deadlineMs: nowMs + AWSLimits.maxRateWaitMs))
    return .waits
  }

  /// Grants what can be granted now, and sends away those whose time is up.
  package mutating func advance(nowMs: Int64) -> [Decision] {
    var decisions: [Decision] = []
    var decided = 0
    for waiter in line {
      if let grant = tryGrant(hasWaited: true, nowMs) {
        decisions.append(Decision(id: waiter.id, grant: grant, retryAfterMs: 0))
      } else if waiter.deadlineMs <= nowMs {
        decisions.append(Decision(id: waiter.id, grant: nil, retryAfterMs: book(nowMs)))
      } else {
        break
      }
      decided += 1
    }
    line.removeFirst(decided)
    return decisions
  }

  /// A call has ended. After a throttling, those in line are sent away whose turn has moved beyond their time.
  package mutating func finish(_ grant: RateGrant, _ signal: RateSignal, nowMs: Int64) -> [Decision] {
    inFlight -= 1
    lastUsedMs = nowMs
    switch signal {
    case .accepted:
      rate.accepted(hasWaited: grant.hasWaited, slowdowns: grant.slowdowns, nowMs: nowMs)
    case .throttled(let retryAfterMs):
      rate.throttled(slowdowns: grant.slowdowns, retryAfterMs: retryAfterMs, nowMs: nowMs)
      return sendAwayTheHopeless(nowMs) + advance(nowMs: nowMs)
    case .unknown: break
    }
    return advance(nowMs: nowMs)
  }

  /// - Returns: whether it stood in line.
  package mutating func leave(_ id: UInt64) -> Bool {
    guard let index = line.firstIndex(where: { $0.id == id }) else { return false }
    line.remove(at: index)
    return true
  }

  /// When `advance` has something to do at the latest; nil: nobody waits.
  package func nextEventMs(nowMs: Int64) -> Int64? {
    guard let first = line.first else { return nil }
    guard hasFreeSlot else { return first.deadlineMs }
    return min(first.deadlineMs, rate.turnMs(ahead: 0, nowMs: nowMs))
  }

  private var hasFreeSlot: Bool { rate.settings.maxInFlight.map { inFlight < $0 } ?? true }

  private mutating func tryGrant(hasWaited: Bool, _ nowMs: Int64) -> RateGrant? {
    guard hasFreeSlot, rate.take(nowMs: nowMs) else { return nil }
    inFlight += 1
    return RateGrant(hasWaited: hasWaited, slowdowns: rate.slowdowns)
  }

  private mutating func sendAwayTheHopeless(_ nowMs: Int64) -> [Decision] {
    var hopeless: [UInt64] = []
    var kept: [Waiter] = []
    for waiter in line {
      if rate.turnMs(ahead: kept.count, nowMs: nowMs) > waiter.deadlineMs {
        hopeless.append(waiter.id)
      } else {
        kept.append(waiter)
      }
    }
    line = kept
    return hopeless.map { Decision(id: $0, grant: nil, retryAfterMs: book(nowMs)) }
  }

  /// When a refused call shall come back: after those in line and those that were refused before it, so that they
  /// do not all come at once. They are called back at four times the rate: were it the rate itself, nobody would
  /// ever have to wait here, and the rate would never find out whether it could be higher.
  private mutating func book(_ nowMs: Int64) -> Int64 {
    let atMs = max(
      rate.turnMs(ahead: line.count, nowMs: nowMs), bookedMs + (rate.intervalMs + 3) / 4, nowMs + 1)
    // Where only slots are short, nobody knows when one is free.
    let knownMs = rate.perSecond == nil ? nowMs + AWSLimits.maxRateWaitMs : atMs
    bookedMs = min(knownMs, max(nowMs, rate.pausedUntilMs) + AWSLimits.maxRateBookingMs)
    return bookedMs - nowMs
  }
}
