/// Lengths of time as people type them: `250ms`, `1.5s`, `1h30m`, `7d`.
enum DurationText {
  /// The longest that is accepted: 100 years. It keeps sums with the current time far from overflow.
  static let maximumMs: Int64 = 36_525 * 86_400_000

  private static let units: [(name: Substring, ms: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
  ]

  /// The milliseconds that the text says, or `nil`. Units go from large to small, each at most once.
  static func milliseconds(_ text: some StringProtocol) -> Int64? {
    if text == "0" { return 0 }
    var rest = Substring(text)
    var nextUnit = 0
    var total: Int64 = 0
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCIIDigit || $0 == "." }
      rest = rest.dropFirst(number.count)
      let name = rest.prefix { !$0.isASCIIDigit }
      rest = rest.dropFirst(name.count)
      guard let unit = units[nextUnit...].firstIndex(where: { $0.name == name }),
        let ms = scaled(number, by: units[unit].ms)
      else { return nil }
      nextUnit = unit + 1
      total += ms
      guard total <= maximumMs else { return nil }
    }
    return nextUnit == 0 ? nil : total
  }

  /// `number` may have up to three decimals, as long as the result is a whole number of milliseconds.
  private static func scaled(_ number: Substring, by unitMs: Int64) -> Int64? {
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = Int64(parts[0]) else { return nil }
    let (wholeMs, overflow) = whole.multipliedReportingOverflow(by: unitMs)
    guard !overflow, wholeMs <= maximumMs else { return nil }
    guard parts.count == 2 else { return wholeMs }
    guard (1...3).contains(parts[1].count), let thousandths = Int64((parts[1] + "00").prefix(3)),
      thousandths * unitMs % 1000 == 0
    else { return nil }
    return wholeMs + thousandths * unitMs / 1000
  }
}
