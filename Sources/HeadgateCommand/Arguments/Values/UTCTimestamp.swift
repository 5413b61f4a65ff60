/// Moments as ISO 8601 text and as Unix milliseconds, in the proleptic Gregorian calendar.
enum UTCTimestamp {
  /// `2026-11-22T10:00:00.000Z`.
  static func format(_ ms: Int64) -> String {
    let (days, msOfDay) = flooredDivision(ms, 86_400_000)
    let (year, month, day) = date(daysSince1970: days)
    let seconds = msOfDay / 1000
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    let time = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    return "\(date)T\(time).\(padded(msOfDay % 1000, 3))Z"
  }

  /// Accepts `YYYY-MM-DD` (midnight UTC) and `YYYY-MM-DDThh:mm[:ss[.fff]]` with `Z` or `±hh:mm`. A time without
  /// a zone is refused: nobody can tell what it means.
  static func parse(_ text: String) -> Int64? {
    var scanner = DigitScanner(text)
    guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"),
      let day = scanner.number(2), (1...12).contains(month), day >= 1, day <= length(of: month, year)
    else { return nil }
    let midnight = days(year, month, day) * 86_400_000
    if scanner.isAtEnd { return midnight }
    guard scanner.skip("T") || scanner.skip(" "), let hour = scanner.number(2), scanner.skip(":"),
      let minute = scanner.number(2), hour < 24, minute < 60
    else { return nil }
    var ms = midnight + (hour * 60 + minute) * 60_000
    if scanner.skip(":") {
      guard let second = scanner.number(2), second < 60 else { return nil }
      ms += second * 1000
      if scanner.skip(".") {
        guard let fraction = scanner.fractionInThousandths() else { return nil }
        ms += fraction
      }
    }
    guard let offsetMinutes = zone(&scanner), scanner.isAtEnd else { return nil }
    return ms - offsetMinutes * 60_000
  }

  private static func zone(_ scanner: inout DigitScanner) -> Int64? {
    if scanner.skip("Z") { return 0 }
    let sign: Int64
    if scanner.skip("+") {
      sign = 1
    } else if scanner.skip("-") {
      sign = -1
    } else {
      return nil
    }
    guard let hours = scanner.number(2), scanner.skip(":"), let minutes = scanner.number(2), hours < 24,
      minutes < 60
    else { return nil }
    return sign * (hours * 60 + minutes)
  }

  // Years are counted from March, so that the leap day is the last of its year; 400 years have 146,097 days.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let (era, yearOfEra) = flooredDivision(month <= 2 ? year - 1 : year, 400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func date(daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = flooredDivision(daysSince1970 + 719_468, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
  }

  private static func length(of month: Int64, _ year: Int64) -> Int64 {
    let next = month == 12 ? days(year + 1, 1, 1) : days(year, month + 1, 1)
    return next - days(year, month, 1)
  }

  private static func flooredDivision(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64)
  {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  private static func padded(_ value: Int64, _ digits: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
