/// A local date and time to the minute, without a zone.
struct CivilTime: Sendable, Equatable {
  let month: Int
  let day: Int
  let hour: Int
  let minute: Int
  /// 0 is Sunday.
  let weekday: Int

  /// - Parameter minutes: since 1970-01-01T00:00 of the same clock.
  init(minutes: Int64) {
    let ofDay = (minutes % 1_440 + 1_440) % 1_440
    let days = (minutes - ofDay) / 1_440
    hour = Int(ofDay / 60)
    minute = Int(ofDay % 60)
    weekday = Int(((days + 4) % 7 + 7) % 7)
    (_, month, day) = Self.date(daysSince1970: days)
  }

  /// The proleptic Gregorian calendar, in years that begin in March so that the leap day is last.
  static func date(daysSince1970 days: Int64) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = Int(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9)
    let year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    return (year, month, Int(dayOfYear - (153 * marchMonth + 2) / 5 + 1))
  }

  static func daysSince1970(year: Int, month: Int, day: Int) -> Int64 {
    let year = Int64(month > 2 ? year : year - 1)
    let dayOfYear = Int64((153 * ((month + 9) % 12) + 2) / 5 + day - 1)
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
