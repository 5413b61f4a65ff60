/// What becomes of periods in which no worker ran.
public enum MissedRuns: String, Sendable, CaseIterable {
  /// They are gone; a run that is late by less than a minute counts as in time.
  case skip
  /// One run makes up for all of them.
  case once
  /// Each is made up for, up to a hundred.
  case all

  /// The periods to run now: those of `(beforeMs, nowMs]`, where the first is `firstMs`.
  func due(firstMs: Int64, nowMs: Int64, _ cadence: Cadence) -> [Int64] {
    guard firstMs <= nowMs else { return [] }
    let last = cadence.last(afterMs: firstMs - 1, untilMs: nowMs) ?? firstMs
    switch self {
    case .skip: return nowMs - last < QueueLimits.scheduleInTimeMs ? [last] : []
    case .once: return [last]
    case .all:
      var periods = [firstMs]
      while periods.count < QueueLimits.maxMissedRuns,
        let next = cadence.next(afterMs: periods[periods.count - 1]),
        next <= nowMs
      {
        periods.append(next)
      }
      return periods
    }
  }
}
