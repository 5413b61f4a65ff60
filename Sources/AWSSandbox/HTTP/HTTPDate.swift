/// Dates in HTTP headers and in AWS's XML, in UTC.
enum HTTPDate {
  /// `Sun, 06 Nov 1994 08:49:37 GMT`
  static func text(ms: Int64) -> String {
    let parts = Parts(ms: ms)
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return
      "\(days[Int((parts.days % 7 + 7) % 7)]), \(two(parts.day)) \(months[Int(parts.month - 1)]) \(parts.year) "
      + "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) GMT"
  }

  /// `1994-11-06T08:49:37Z`
  static func iso(ms: Int64) -> String {
    let parts = Parts(ms: ms)
    return "\(parts.year)-\(two(parts.month))-\(two(parts.day))T"
      + "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))Z"
  }

  private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// The civil calendar by Howard Hinnant's days-from-civil algorithm, run backwards.
  private struct Parts {
    let days: Int64
    let year: Int64
    let month: Int64
    let day: Int64
    let hour: Int64
    let minute: Int64
    let second: Int64

    init(ms: Int64) {
      let seconds = (ms - (ms % 1000 + 1000) % 1000) / 1000
      let ofDay = (seconds % 86_400 + 86_400) % 86_400
      days = (seconds - ofDay) / 86_400
      hour = ofDay / 3_600
      minute = ofDay / 60 % 60
      second = ofDay % 60
      let shifted = days + 719_468
      let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
      let dayOfEra = shifted - era * 146_097
      let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
      let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
      let shiftedMonth = (5 * dayOfYear + 2) / 153
      day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
      month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
      year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
  }
}
