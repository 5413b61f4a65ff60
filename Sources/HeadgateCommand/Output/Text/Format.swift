/// Numbers and times as people read them.
enum Format {
  /// `1,234,567`.
  static func count(_ value: some BinaryInteger) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    return (value < 0 ? "-" : "") + groups.joined(separator: ",")
  }

  /// `85 ms`, `1.2 s`, `3 m 20 s`, `2 h 5 m`, `4 d 3 h`.
  static func duration(_ ms: Int64) -> String {
    let ms = max(0, ms)
    switch ms {
    case ..<1000: return "\(ms) ms"
    case ..<10_000: return "\(ms / 1000).\(ms / 100 % 10) s"
    case ..<60_000: return "\(ms / 1000) s"
    case ..<3_600_000: return pair(ms / 60_000, "m", ms / 1000 % 60, "s")
    case ..<86_400_000: return pair(ms / 3_600_000, "h", ms / 60_000 % 60, "m")
    default: return pair(ms / 86_400_000, "d", ms / 3_600_000 % 24, "h")
    }
  }

  /// How long ago, or how far ahead: `4 m ago`, `now`, `in 20 s`.
  static func age(_ ms: Int64, nowMs: Int64) -> String {
    let (difference, overflow) = nowMs.subtractingReportingOverflow(ms)
    guard !overflow, abs(difference) >= 1000 else { return "now" }
    return difference > 0 ? "\(coarse(difference)) ago" : "in \(coarse(-difference))"
  }

  /// `2026-11-22T10:00:00.000Z`.
  static func timestamp(_ ms: Int64) -> String { UTCTimestamp.format(ms) }

  /// Events per second: `0.3/s`, `12/s`, `1,204/s`.
  static func rate(_ perSecond: Double) -> String {
    guard perSecond.isFinite, perSecond >= 0 else { return "–" }
    if perSecond >= 10 { return "\(count(Int64(perSecond.rounded())))/s" }
    let tenths = Int64((perSecond * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)/s"
  }

  private static func coarse(_ ms: Int64) -> String {
    switch ms {
    case ..<60_000: "\(ms / 1000) s"
    case ..<3_600_000: "\(ms / 60_000) m"
    case ..<86_400_000: "\(ms / 3_600_000) h"
    default: "\(count(ms / 86_400_000)) d"
    }
  }

  private static func pair(_ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String) -> String
  {
    small == 0 ? "\(count(large)) \(largeUnit)" : "\(count(large)) \(largeUnit) \(small) \(smallUnit)"
  }
}
