import Headgate
import Testing
import TimeAndChance

@Suite("the circuit breaker of one credential")
struct CircuitBreakerTests {
  private static let start: Int64 = 1_800_000_000_000
  private static let refusal = Refusal(jobId: 1, reason: "assume-role-denied")

  private static func breaker(_ random: any RandomSource) -> CircuitBreaker {
    CircuitBreaker(openedBy: refusal, BreakerSettings(), nowMs: start, random: random)
  }

  private static func admission(
    _ breaker: CircuitBreaker, _ id: Int64, _ nowMs: Int64, createdAtMs: Int64 = start
  ) -> CircuitBreaker.Admission {
    var breaker = breaker
    return breaker.admission(
      ofJob: id, createdAtMs: createdAtMs, nowMs: nowMs, random: SeededRandom(seed: UInt64(id)))
  }

  @Test("holds every job up until a probe is due, and lets one through then")
  func oneProbe() {
    var breaker = Self.breaker(SeededRandom(seed: 1))
    for id in Int64(2)...50 {
      guard case .wait(let forMs) = Self.admission(breaker, id, Self.start) else {
        Issue.record("job \(id) got through")
        continue
      }
      #expect(2_500...10_001 ~= forMs)
    }
    let dueMs = Self.start + 5_000
    #expect(Self.admission(breaker, 2, dueMs) == .probe)
    breaker.begin(jobId: 2, nowMs: dueMs)
    for id in Int64(3)...50 { #expect(Self.admission(breaker, id, dueMs + 100) != .probe) }
    breaker.end(jobId: 3)
    #expect(Self.admission(breaker, 3, dueMs + 100) != .probe, "another job's end is not the probe's")
    breaker.end(jobId: 2)
    #expect(Self.admission(breaker, 3, dueMs + 100) == .probe, "the probe said nothing: another may try")
  }

  @Test("the more jobs wait, the later they come back, but none later than in so many pauses")
  func spread() {
    var breaker = Self.breaker(SeededRandom(seed: 1))
    let random = SeededRandom(seed: 2)
    var waitsMs: [Int64] = []
    for id in Int64(2)...1_000 {
      let admission = breaker.admission(
        ofJob: id, createdAtMs: Self.start, nowMs: Self.start, random: random)
      if case .wait(let forMs) = admission { waitsMs.append(forMs) }
    }
    #expect(waitsMs.count == 999)
    #expect(waitsMs.prefix(8).allSatisfy { $0 <= 10_000 })
    #expect(waitsMs.allSatisfy { $0 <= 5_000 + 12 * 5_000 })
    #expect(waitsMs.contains { $0 > 50_000 })
  }

  @Test("a probe that hangs does not hold up another for ever")
  func lostProbe() {
    var breaker = Self.breaker(SeededRandom(seed: 1))
    breaker.begin(jobId: 2, nowMs: Self.start + 5_000)
    #expect(Self.admission(breaker, 3, Self.start + 604_999) != .probe)
    #expect(Self.admission(breaker, 3, Self.start + 605_000) == .probe)
  }

  @Test("a refused probe waits on, and the pauses between probes grow up to a cap")
  func pausesGrow() {
    let random = SeededRandom(seed: 7)
    var breaker = Self.breaker(random)
    var nowMs = Self.start
    var pausesMs: [Int64] = []
    for id in Int64(2)...20 {
      let beforeMs = nowMs
      while Self.admission(breaker, id, nowMs) != .probe { nowMs += 10 }
      pausesMs.append(nowMs - beforeMs)
      breaker.begin(jobId: id, nowMs: nowMs)
      let verdict = breaker.refused(jobId: id, createdAtMs: Self.start, nowMs: nowMs, random: random)
      #expect(verdict != .die)
    }
    var ceilingMs: Int64 = 5_000
    for pauseMs in pausesMs {
      #expect(ceilingMs / 2...ceilingMs + 10 ~= pauseMs)
      ceilingMs = min(ceilingMs * 2, 300_000)
    }
  }

  @Test("a job that died of it is let through when it comes again, and dies again if nothing was mended")
  func replayed() {
    let random = SeededRandom(seed: 1)
    var breaker = Self.breaker(random)
    #expect(Self.admission(breaker, 1, Self.start) == .probe)
    breaker.begin(jobId: 1, nowMs: Self.start)
    let verdict = breaker.refused(jobId: 1, createdAtMs: Self.start, nowMs: Self.start, random: random)
    #expect(verdict == .die)
    #expect(Self.admission(breaker, 2, Self.start) != .probe)
  }

  @Test("a job's patience ends: it is let through and dies of its own answer")
  func patience() {
    let random = SeededRandom(seed: 1)
    var breaker = Self.breaker(random)
    let longAgoMs = Self.start - BreakerSettings().patienceMs
    #expect(Self.admission(breaker, 2, Self.start, createdAtMs: longAgoMs + 1) != .probe)
    #expect(Self.admission(breaker, 2, Self.start, createdAtMs: longAgoMs) == .probe)
    let verdict = breaker.refused(jobId: 2, createdAtMs: longAgoMs, nowMs: Self.start, random: random)
    #expect(verdict == .die)
  }
}
