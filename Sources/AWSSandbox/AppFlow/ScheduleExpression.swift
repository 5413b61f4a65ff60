/// `rate(1hours)`, whose unit is always in the plural, or `cron(0 12 * * ? *)`.
enum ScheduleExpression {
  private static let units = ["minutes", "hours", "days", "weeks", "months"]

  static func isValid(_ text: String) -> Bool {
    guard text.hasSuffix(")") else { return false }
    if text.hasPrefix("rate(") {
      let inner = text.dropFirst(5).dropLast()
      let number = inner.prefix(while: \.isNumber)
      let unit = inner.dropFirst(number.count).drop { $0 == " " }
      return (Int(number) ?? 0) > 0 && units.contains(String(unit))
    }
    guard text.hasPrefix("cron(") else { return false }
    return text.dropFirst(5).dropLast().split(separator: " ").count == 6
  }
}
