/// The five fields of cron: minute, hour, day of month, month, day of week.
///
/// Lists, ranges, steps and names (`MON`, `JAN`) as in crontab(5), and `@hourly`, `@daily`, `@weekly`, `@monthly`,
/// `@yearly`. If both days are restricted, either of them suffices.
///
/// Where the clock changes, as Debian's cron does it: an expression whose hour begins with `*` follows real time; one
/// with fixed hours runs once at a time that comes twice, and at the jump for a time that is skipped.
package struct CronExpression: Sendable, Equatable {
  let minutes: Set<Int>
  let hours: Set<Int>
  let daysOfMonth: Set<Int>
  let months: Set<Int>
  let daysOfWeek: Set<Int>
  let isAnyDayOfMonth: Bool
  let isAnyDayOfWeek: Bool
  /// Whether it follows real time over a change of the clock.
  let followsRealTime: Bool

  private static let names = [
    "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
  ]

  package init(_ text: String) throws(ScheduleError) {
    let fields = (Self.names[text] ?? text).split(separator: " ", omittingEmptySubsequences: true)
    guard fields.count == 5 else {
      throw ScheduleError(
        "'\(text)' is no cron expression; expected five fields (minute, hour, day of month, month, day of week), "
          + "or one of \(Self.names.keys.sorted().joined(separator: ", "))")
    }
    minutes = try CronField.minute.values(of: fields[0])
    hours = try CronField.hour.values(of: fields[1])
    daysOfMonth = try CronField.dayOfMonth.values(of: fields[2])
    months = try CronField.month.values(of: fields[3])
    daysOfWeek = Set(try CronField.dayOfWeek.values(of: fields[4]).map { $0 % 7 })
    isAnyDayOfMonth = fields[2].hasPrefix("*")
    isAnyDayOfWeek = fields[4].hasPrefix("*")
    followsRealTime = fields[1].hasPrefix("*")
  }

  func matchesDay(_ time: CivilTime) -> Bool {
    guard months.contains(time.month) else { return false }
    let (byMonth, byWeek) = (daysOfMonth.contains(time.day), daysOfWeek.contains(time.weekday))
    return isAnyDayOfMonth || isAnyDayOfWeek ? byMonth && byWeek : byMonth || byWeek
  }

  func matches(_ time: CivilTime) -> Bool {
    matchesDay(time) && hours.contains(time.hour) && minutes.contains(time.minute)
  }
}
