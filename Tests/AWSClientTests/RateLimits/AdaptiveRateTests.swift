import AWSClient
import Testing
import TimeAndChance

@Suite("a rate that adapts")
struct AdaptiveRateTests {
  private static let start: Int64 = 1_000_000

  private static func rate(_ perSecond: Double, burst: Int = 1) -> AdaptiveRate {
    AdaptiveRate(RateSettings(startPerSecond: perSecond, burst: burst), nowMs: start)
  }

  private static func expect(
    _ rate: inout AdaptiveRate, givesAt nowMs: Int64, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let isTaken = rate.take(nowMs: nowMs)
    #expect(isTaken, sourceLocation: sourceLocation)
  }

  private static func expect(
    _ rate: inout AdaptiveRate, refusesAt nowMs: Int64, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let isTaken = rate.take(nowMs: nowMs)
    #expect(!isTaken, sourceLocation: sourceLocation)
  }

  /// Calls as fast as the rate allows, each accepted, until `untilMs`.
  private static func saturate(_ rate: inout AdaptiveRate, from: Int64, untilMs: Int64) -> Int {
    var calls = 0
    var nowMs = rate.turnMs(ahead: 0, nowMs: from)
    while nowMs <= untilMs {
      Self.expect(&rate, givesAt: nowMs)
      calls += 1
      rate.accepted(hasWaited: true, slowdowns: rate.slowdowns, nowMs: nowMs)
      nowMs = rate.turnMs(ahead: 0, nowMs: nowMs)
    }
    return calls
  }

  @Test("it begins with a burst and goes on at its start rate")
  func start() {
    var rate = Self.rate(5, burst: 3)
    for _ in 0..<3 { Self.expect(&rate, givesAt: Self.start) }
    Self.expect(&rate, refusesAt: Self.start)
    #expect(rate.turnMs(ahead: 0, nowMs: Self.start) == Self.start + 200)
    #expect(rate.turnMs(ahead: 4, nowMs: Self.start) == Self.start + 1_000)
    Self.expect(&rate, refusesAt: Self.start + 199)
    Self.expect(&rate, givesAt: Self.start + 200)
  }

  @Test("idleness gathers no more than the burst")
  func idle() {
    var rate = Self.rate(5, burst: 3)
    let laterMs = Self.start + 86_400_000
    var calls = 0
    while rate.take(nowMs: laterMs) { calls += 1 }
    #expect(calls == 3)
  }

  @Test("0 means no limit, whatever the service says")
  func unlimited() {
    var rate = Self.rate(0)
    rate.throttled(slowdowns: 0, retryAfterMs: 5_000, nowMs: Self.start)
    #expect(rate.perSecond == nil)
    for _ in 0..<10_000 { Self.expect(&rate, givesAt: Self.start) }
    #expect(rate.turnMs(ahead: 1_000, nowMs: Self.start) == Self.start)
  }

  @Test("it grows while calls have to wait for it, up to the ceiling")
  func growth() {
    var rate = Self.rate(1)
    let calls = Self.saturate(&rate, from: Self.start, untilMs: Self.start + 20_000)
    // From 1/s, a twentieth more each second.
    #expect(1.8...2.2 ~= rate.perSecond ?? 0)
    #expect(25...35 ~= calls)
    _ = Self.saturate(&rate, from: Self.start + 20_000, untilMs: Self.start + 600_000)
    #expect(rate.perSecond == 10)
  }

  @Test("calls that did not have to wait teach it nothing")
  func notLimiting() {
    var rate = Self.rate(1)
    for second in 0..<1_000 {
      let nowMs = Self.start + Int64(second) * 2_000
      Self.expect(&rate, givesAt: nowMs)
      rate.accepted(hasWaited: false, slowdowns: 0, nowMs: nowMs)
    }
    #expect(rate.perSecond == 1)
  }

  @Test("calls that are throttled together halve it once, and those accepted beside them do not speed it up")
  func oneSlowdown() {
    var rate = Self.rate(8, burst: 8)
    for _ in 0..<8 { Self.expect(&rate, givesAt: Self.start) }
    for _ in 0..<7 { rate.throttled(slowdowns: 0, retryAfterMs: nil, nowMs: Self.start + 50) }
    rate.accepted(hasWaited: true, slowdowns: 0, nowMs: Self.start + 60)
    #expect(rate.perSecond == 4)
    rate.throttled(slowdowns: 1, retryAfterMs: nil, nowMs: Self.start + 500)
    #expect(rate.perSecond == 2)
  }

  @Test("it does not sink below the floor, and recovers")
  func floor() {
    var rate = Self.rate(1)
    for slowdown in 0..<50 {
      rate.throttled(slowdowns: slowdown, retryAfterMs: nil, nowMs: Self.start)
    }
    #expect(rate.perSecond == 0.05)
    _ = Self.saturate(&rate, from: Self.start, untilMs: Self.start + 120_000)
    #expect(rate.perSecond ?? 0 >= 1)
  }

  @Test("Retry-After is a pause, after which one call is made and not a burst")
  func retryAfter() {
    var rate = Self.rate(10, burst: 5)
    Self.expect(&rate, givesAt: Self.start)
    rate.throttled(slowdowns: 0, retryAfterMs: 30_000, nowMs: Self.start)
    // A shorter one that comes later does not shorten it.
    rate.throttled(slowdowns: 1, retryAfterMs: 1_000, nowMs: Self.start + 10)
    Self.expect(&rate, refusesAt: Self.start + 29_999)
    #expect(rate.turnMs(ahead: 0, nowMs: Self.start + 10) == Self.start + 30_000)
    Self.expect(&rate, givesAt: Self.start + 30_000)
    Self.expect(&rate, refusesAt: Self.start + 30_000)
  }

  @Test(
    "in no span of time does it allow more than the burst and what the rate gives; and a turn comes when it was foretold"
  )
  func neverTooMuch() {
    let random = RateSeed.random("AdaptiveRate.neverTooMuch")
    for _ in 0..<200 {
      let burst = 1 + Int(random.below(10))
      var rate = Self.rate(0.1 + random.unit() * 20, burst: burst)
      var nowMs = Self.start
      // The credit that a bucket of this size would hold if it were never paused: an upper bound of ours.
      var credit = Double(burst)
      for _ in 0..<500 {
        let stepMs = random.below(400)
        nowMs += stepMs
        credit = min(Double(burst), credit + Double(stepMs) * (rate.perSecond ?? 0) / 1000)
        let turnMs = rate.turnMs(ahead: 0, nowMs: nowMs)
        let isTaken = rate.take(nowMs: nowMs)
        #expect(isTaken == (turnMs == nowMs))
        if isTaken { credit -= 1 }
        #expect(credit > -1e-6)
        switch random.below(20) {
        case 0:
          let retryAfterMs = random.below(2) == 0 ? nil : random.below(3_000)
          rate.throttled(
            slowdowns: rate.slowdowns - Int(random.below(2)), retryAfterMs: retryAfterMs, nowMs: nowMs)
        case 1...10: rate.accepted(hasWaited: true, slowdowns: rate.slowdowns, nowMs: nowMs)
        default: break
        }
        let perSecond = rate.perSecond ?? 0
        #expect(perSecond <= rate.settings.ceilingPerSecond + 0.001)
        #expect(perSecond >= rate.settings.floorPerSecond - 0.001)
      }
    }
  }
}
