import Testing

@testable import HeadgateCommand

@Suite("Progress")
struct ProgressTests {
  @Test("tells how much, how fast, and how long still")
  func figures() {
    var bar = ProgressBar("onboarding", total: 5000, nowMs: 1000)
    #expect(bar.plainLine.plain == "onboarding: 0/5,000 0 %")
    for second in 1...10 { bar.update(done: second * 120, failed: 3, nowMs: 1000 + Int64(second) * 1000) }
    #expect(bar.plainLine.plain == "onboarding: 1,200/5,000 24 % · 3 failed · 120/s · 31 s left")
    bar.update(done: 5000, failed: 3, nowMs: 61_000)
    #expect(bar.isComplete)
    #expect(bar.plainLine.plain == "onboarding: 5,000/5,000 100 % · 3 failed · 1 m")
  }

  @Test("follows the rate of the last seconds, not that of the whole run")
  func rate() {
    var bar = ProgressBar("x", total: 10_000, nowMs: 0)
    for second in 1...20 { bar.update(done: second * 100, failed: 0, nowMs: Int64(second) * 1000) }
    for second in 21...40 {
      bar.update(done: 2000 + (second - 20) * 10, failed: 0, nowMs: Int64(second) * 1000)
    }
    #expect(bar.ratePerSecond == 10)
    #expect(bar.remainingMs == 780_000)
  }

  @Test("says no rate and no end while there is none")
  func noRate() {
    var bar = ProgressBar("x", total: 10, nowMs: 0)
    bar.update(done: 0, failed: 0, nowMs: 60_000)
    #expect(bar.ratePerSecond == nil)
    #expect(bar.remainingMs == nil)
    #expect(ProgressBar("x", total: 0, nowMs: 0).plainLine.plain == "x: 0/0 100 % · 0 ms")
  }

  @Test("keeps figures within their bounds and time from going back")
  func bounds() {
    var bar = ProgressBar("x", total: 10, nowMs: 1000)
    bar.update(done: 11, failed: 20, nowMs: 500)
    #expect(bar.done == 10)
    #expect(bar.failed == 10)
    #expect(bar.elapsedMs == 0)
  }

  @Test("draws a bar that fits, with its failures in red")
  func drawing() {
    var bar = ProgressBar("x", total: 1000, nowMs: 0)
    bar.update(done: 500, failed: 1, nowMs: 1000)
    let line = bar.line(width: 80)
    #expect(
      line.plain
        == "x \(String(repeating: "━", count: 15))\(String(repeating: "─", count: 15)) 500/1,000 50 % · 1 failed · 500/s · 1.0 s left"
    )
    #expect(line.rendered(colour: true).contains("\u{1B}[1;31m━\u{1B}[0m"))
    for width in 1...120 { #expect(bar.line(width: width).columns <= width) }
  }

  @Test("redraws in place at most ten times a second, and leaves one line at the end")
  func terminal() {
    let sink = CapturedSink(terminalColumns: 60)
    let console = Console(out: CapturedSink(), err: sink, environment: ["TERM": "xterm", "NO_COLOR": "1"])
    var display = ProgressDisplay("x", total: 1000, on: console.err, nowMs: 0)
    for ms in 1...1000 { display.update(done: ms, failed: 0, nowMs: Int64(ms)) }
    let drawn = sink.text.split(separator: "\r", omittingEmptySubsequences: false).count
    #expect(drawn == 11)
    display.finish(nowMs: 1500)
    #expect(
      sink.text.hasSuffix("\r\u{1B}[Kx \(String(repeating: "━", count: 30)) 1,000/1,000 100 % · 1.5 s\n"))
  }

  @Test("writes a line now and then where there is no terminal, and nothing in between")
  func piped() {
    let sink = CapturedSink()
    let console = Console(out: CapturedSink(), err: sink, environment: [:])
    var display = ProgressDisplay("x", total: 100, on: console.err, nowMs: 0)
    for second in 1...25 { display.update(done: second, failed: 0, nowMs: Int64(second) * 1000) }
    display.finish(nowMs: 26_000)
    #expect(
      sink.text == """
        x: 10/100 10 % · 1.0/s · 1 m 30 s left
        x: 20/100 20 % · 1.0/s · 1 m 20 s left
        x: 25/100 25 % · 26 s

        """)
  }
}
