/// When a schedule's periods begin.
package enum Cadence: Sendable, Equatable {
  case cron(CronExpression, TimeZoneRules)
  /// Every so many milliseconds, counted from a moment.
  case every(ms: Int64, fromMs: Int64)

  /// The first period that begins after `afterMs`; nil: there is none.
  func next(afterMs: Int64) -> Int64? {
    switch self {
    case .cron(let expression, let zone): return expression.next(afterMs: afterMs, in: zone)
    case .every(let ms, let fromMs):
      guard afterMs >= fromMs else { return fromMs + ms }
      let (next, overflow) = (fromMs + (afterMs - fromMs) / ms * ms).addingReportingOverflow(ms)
      return overflow ? nil : next
    }
  }

  /// The last period that begins in `(afterMs, untilMs]`; nil: there is none. Looks at the last two days first, since
  /// years of minutes may have gone by.
  func last(afterMs: Int64, untilMs: Int64) -> Int64? {
    for startMs in [max(afterMs, untilMs - 2 * 86_400_000), afterMs] {
      var found: Int64?
      var moment = startMs
      while let next = next(afterMs: moment), next <= untilMs {
        found = next
        moment = next
      }
      if found != nil { return found }
    }
    return nil
  }

  /// The length of the period that begins at `atMs`.
  func lengthMs(atMs: Int64) -> Int64 { next(afterMs: atMs).map { $0 - atMs } ?? 0 }
}
