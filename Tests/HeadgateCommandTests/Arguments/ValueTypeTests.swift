import Testing

@testable import HeadgateCommand

@Suite("Values on the command line")
struct ValueTypeTests {
  private let nowMs = SampleRun.nowMs

  @Test(
    "durations",
    arguments: [
      ("0", 0), ("250ms", 250), ("5s", 5000), ("2m", 120_000), ("1h30m", 5_400_000), ("1d", 86_400_000),
      ("1.5s", 1500), ("0.25m", 15_000), ("1d2h3m4s5ms", 93_784_005), ("0s", 0),
      ("36525d", 3_155_760_000_000),
    ] as [(String, Int64)])
  func durations(text: String, ms: Int64) {
    #expect(ValueType.durationMs.parse(text, nowMs) == ms)
  }

  @Test(
    "what is no duration",
    arguments: [
      "", "5", "s", "5x", "5 s", "-5s", "+5s", "30m1h", "1h1h", "1.s", ".5s", "1.0005s", "0.5ms", "1.2.3s",
      "5S", "36526d",
      "99999999999999999999d", "9223372036854775807d", "٥s",
    ])
  func badDurations(text: String) {
    #expect(ValueType.durationMs.parse(text, nowMs) == nil)
  }

  @Test(
    "times",
    arguments: [
      ("now", 0), ("2026-11-22T10:00:00Z", 0), ("2026-11-22T10:00:00.5Z", 500),
      ("2026-11-22T11:00:00+01:00", 0),
      ("2026-11-22 04:30-05:30", 0), ("2026-11-22", -36_000_000), ("1795341600000", 0), ("-2h", -7_200_000),
      ("+5m", 300_000),
    ] as [(String, Int64)])
  func times(text: String, offsetMs: Int64) {
    #expect(ValueType.time.parse(text, nowMs) == nowMs + offsetMs)
  }

  @Test(
    "what is no time",
    arguments: [
      "", "2h", "yesterday", "2026-11-22T10:00:00", "2026-13-01", "2026-02-29", "2026-11-22T24:00:00Z",
      "2026-11-22T10:60:00Z", "2026-11-22T10:00:00Zx", "1795341600", "1795341600000000", "-", "-5",
      "2026-1-2",
    ])
  func badTimes(text: String) {
    #expect(ValueType.time.parse(text, nowMs) == nil)
  }

  @Test("a duration without a sign lies where the option says")
  func unsignedTimes() {
    #expect(ValueType.since.parse("2h", nowMs) == nowMs - 7_200_000)
    #expect(ValueType.until.parse("2h", nowMs) == nowMs + 7_200_000)
    #expect(ValueType.since.parse("0", nowMs) == nil)
  }

  @Test("timestamps read back as they were written, over 10,000 years")
  func timestampsRoundTrip() {
    #expect(UTCTimestamp.format(0) == "1970-01-01T00:00:00.000Z")
    #expect(UTCTimestamp.format(-1) == "1969-12-31T23:59:59.999Z")
    #expect(UTCTimestamp.format(951_782_400_000) == "2000-02-29T00:00:00.000Z")
    #expect(UTCTimestamp.format(SampleRun.nowMs) == "2026-11-22T10:00:00.000Z")
    for step in -62...253 {
      let ms = Int64(step) * 1_000_000_000_007
      #expect(UTCTimestamp.parse(UTCTimestamp.format(ms)) == ms)
    }
  }

  @Test("rates")
  func rates() {
    let rate = ValueType.ratePerSecond
    #expect(rate.parse("5/s", 0) == 5)
    #expect(rate.parse("0.5/s", 0) == 0.5)
    #expect(rate.parse("300/m", 0) == 5)
    #expect(rate.parse("3600/h", 0) == 1)
    #expect(rate.parse("0", 0) == 0)
    for text in ["", "5", "5/", "/s", "5/d", "-5/s", "5/s/s", "nan/s", "1e3/s", "0x5/s", "1.2.3/s"] {
      #expect(rate.parse(text, 0) == nil, "\(text)")
    }
  }

  @Test("whole numbers and job numbers")
  func integers() {
    let type = ValueType.integer(-5...2000)
    #expect(type.parse("2,000", 0) == 2000)
    #expect(type.parse("-5", 0) == -5)
    #expect(type.expectation == "a whole number from -5 to 2000")
    #expect(ValueType.integer(1...Int.max).expectation == "a whole number of at least 1")
    for text in ["", "2001", "-6", "1.0", "x", "99999999999999999999"] { #expect(type.parse(text, 0) == nil) }
    #expect(ValueType.jobID.parse("42", 0) == 42)
    for text in ["", "0", "-1", "+1", "4x", "9223372036854775808"] {
      #expect(ValueType.jobID.parse(text, 0) == nil)
    }
  }

  @Test("types derived from others")
  func derived() {
    let even = ValueType.integer(0...10).compactMap("an even number") { $0 % 2 == 0 ? "\($0)" : nil }.named(
      "EVEN")
    #expect(even.parse("4", 0) == "4")
    #expect(even.parse("5", 0) == nil)
    #expect(even.expectation == "an even number")
    #expect(even.placeholder == "EVEN")
  }

  @Test("nearest words")
  func suggestions() {
    #expect(Suggestion.distance("kitten", "sitting") == 3)
    #expect(Suggestion.distance("ab", "ba") == 1)
    #expect(Suggestion.distance("", "abc") == 3)
    #expect(Suggestion.nearest(to: "staet", among: ["stop", "state", "start"]) == "state")
    #expect(Suggestion.nearest(to: "--conc", among: ["--concurrency", "--drain"]) == "--concurrency")
    #expect(Suggestion.nearest(to: "zzz", among: ["state", "start"]) == nil)
  }
}
