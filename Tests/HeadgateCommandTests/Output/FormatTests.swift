import Testing

@testable import HeadgateCommand

@Suite("Numbers and times for people")
struct FormatTests {
  @Test("counts have thousands separators")
  func counts() {
    #expect(
      [0, 999, 1000, 1_234_567, -1000].map { Format.count($0) } == [
        "0", "999", "1,000", "1,234,567", "-1,000",
      ])
    #expect(Format.count(Int64.min) == "-9,223,372,036,854,775,808")
  }

  @Test("durations have two units at most")
  func durations() {
    let expected: [(Int64, String)] = [
      (-5, "0 ms"), (0, "0 ms"), (999, "999 ms"), (1000, "1.0 s"), (1299, "1.2 s"), (9999, "9.9 s"),
      (10_000, "10 s"),
      (59_999, "59 s"), (60_000, "1 m"), (200_000, "3 m 20 s"), (7_500_000, "2 h 5 m"),
      (97_200_000, "1 d 3 h"),
      (86_400_000_000, "1,000 d"),
    ]
    for (ms, text) in expected { #expect(Format.duration(ms) == text) }
  }

  @Test("ages have one unit, in the past and ahead")
  func ages() {
    let nowMs: Int64 = 1_000_000_000
    #expect(Format.age(nowMs - 250_000, nowMs: nowMs) == "4 m ago")
    #expect(Format.age(nowMs - 999, nowMs: nowMs) == "now")
    #expect(Format.age(nowMs + 20_000, nowMs: nowMs) == "in 20 s")
    #expect(Format.age(nowMs - 7_200_000, nowMs: nowMs) == "2 h ago")
    #expect(Format.age(nowMs - 259_200_000, nowMs: nowMs) == "3 d ago")
    #expect(Format.age(Int64.min, nowMs: nowMs) == "now")
  }

  @Test("rates have a decimal where they are small")
  func rates() {
    #expect(
      [0, 0.26, 9.94, 12.4, 1204].map { Format.rate($0) } == ["0.0/s", "0.3/s", "9.9/s", "12/s", "1,204/s"])
    #expect(Format.rate(.infinity) == "–")
  }
}
