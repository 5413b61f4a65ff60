/// One field of a cron expression: what it is called, and which numbers and names it takes.
struct CronField: Sendable {
  let name: String
  let range: ClosedRange<Int>
  /// The first stands for the range's lower bound.
  var words: [String] = []

  static let minute = CronField(name: "minute", range: 0...59)
  static let hour = CronField(name: "hour", range: 0...23)
  static let dayOfMonth = CronField(name: "day of month", range: 1...31)
  static let month = CronField(
    name: "month", range: 1...12,
    words: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
  /// 0 and 7 are Sunday.
  static let dayOfWeek = CronField(
    name: "day of week", range: 0...7, words: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])

  func values(of text: Substring) throws(ScheduleError) -> Set<Int> {
    var values: Set<Int> = []
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = item.split(separator: "/", omittingEmptySubsequences: false)
      guard let bounds = bounds(of: parts[0]), parts.count <= 2 else { throw wrong(text) }
      var step = 1
      if parts.count == 2 {
        guard let number = Int(parts[1]), number > 0, parts[0] == "*" || parts[0].contains("-") else {
          throw wrong(text)
        }
        step = number
      }
      values.formUnion(stride(from: bounds.lowerBound, through: bounds.upperBound, by: step))
    }
    return values
  }

  private func bounds(of text: Substring) -> ClosedRange<Int>? {
    if text == "*" { return range }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(number)
    guard let first = ends[0], ends.count <= 2 else { return nil }
    guard ends.count == 2 else { return first...first }
    guard let last = ends[1], last >= first else { return nil }
    return first...last
  }

  private func number(_ text: Substring) -> Int? {
    if let place = words.firstIndex(of: text.lowercased()) { return range.lowerBound + place }
    guard !text.isEmpty, text.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(text),
      range.contains(number)
    else { return nil }
    return number
  }

  private func wrong(_ text: Substring) -> ScheduleError {
    let names = words.isEmpty ? "" : " or names such as \(words[0].uppercased())"
    return ScheduleError(
      "'\(text)' is no \(name) of cron; expected numbers from \(range.lowerBound) to \(range.upperBound)\(names), "
        + "as in * or 1,15 or 1-5 or */10")
  }
}
