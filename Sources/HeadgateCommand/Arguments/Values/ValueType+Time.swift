extension ValueType<Int64> {
  /// A length of time in milliseconds: `250ms`, `5s`, `1h30m`.
  static var durationMs: Self {
    Self(placeholder: "DURATION", expectation: "a duration such as 250ms, 5s or 2m") { text, _ in
      DurationText.milliseconds(text)
    }
  }

  /// A moment in Unix milliseconds: ISO 8601, Unix milliseconds, `now`, `-2h`, `+5m`.
  static var time: Self { time(unsigned: nil, expectation: "-2h or now") }

  /// As `time`; a duration without a sign lies in the past, so that `--since 2h` reads as it is meant.
  static var since: Self { time(unsigned: -1, expectation: "2h (ago) or now") }

  /// As `time`; a duration without a sign lies in the future.
  static var until: Self { time(unsigned: 1, expectation: "5m (from now) or now") }

  private static func time(unsigned: Int64?, expectation: String) -> Self {
    Self(placeholder: "TIME", expectation: "a time such as 2026-11-22T10:00:00Z, \(expectation)") {
      text, nowMs in
      if text == "now" { return nowMs }
      if let moment = UTCTimestamp.parse(text) ?? unixMilliseconds(text) { return moment }
      guard let first = text.first else { return nil }
      if first == "-" || first == "+" {
        return DurationText.milliseconds(text.dropFirst()).map { first == "-" ? nowMs - $0 : nowMs + $0 }
      }
      guard let unsigned, text != "0" else { return nil }
      return DurationText.milliseconds(text).map { nowMs + unsigned * $0 }
    }
  }

  /// Numbers that would lie before 1973 or after 5138 are seconds, microseconds or mistakes: refused.
  private static func unixMilliseconds(_ text: String) -> Int64? {
    guard (12...14).contains(text.utf8.count), text.allSatisfy(\.isASCIIDigit) else { return nil }
    return Int64(text)
  }
}
