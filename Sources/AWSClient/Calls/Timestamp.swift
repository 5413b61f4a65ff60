import FoundationEssentials

/// The two ways in which AWS writes a moment as text, as Unix milliseconds.
package enum Timestamp {
  /// `2026-11-22T20:19:01Z`, with or without fractions of a second.
  package static func parseISO8601(_ text: String) -> Int64? {
    for hasFraction in [false, true] {
      let style = Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction)
      if let date = try? style.parse(text) {
        return Int64((date.timeIntervalSince1970 * 1000).rounded())
      }
    }
    return nil
  }

  /// An HTTP date: `Sun, 06 Nov 1994 08:49:37 GMT`.
  package static func parseHTTPDate(_ text: String) -> Int64? {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", parts[0].hasSuffix(","),
      let day = Int(parts[1]), let month = months.firstIndex(of: String(parts[2])), let year = Int(parts[3])
    else { return nil }
    let clock = parts[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, 1...31 ~= day, 1970...9999 ~= year, 0...23 ~= clock[0], 0...59 ~= clock[1],
      0...60 ~= clock[2]
    else { return nil }
    let seconds = daysSince1970(year, month + 1, day) * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
    return Int64(seconds) * 1000
  }

  /// Days in the proleptic Gregorian calendar, counted in years that begin in March so that the leap day is last.
  private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month > 2 ? year : year - 1
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
  }
}
