import AWSClient
import Testing
import TimeAndChance

/// A thousand tenants in one account, a service that bears so many calls a second, and workers that know nothing
/// of each other: a simulation of events, without tasks or clocks.
@Suite("a crowded account")
struct CrowdedAccountTests {
  private struct Crowd {
    enum Event {
      case arrive(job: Int)
      case end(job: Int, RateGrant, RateSignal)
      case look(worker: Int)
    }

    let random: SeededRandom
    let servedPerSecond: Double
    let jobs: Int
    var lanes: [RateLane]
    var events: [(atMs: Int64, event: Event)] = []
    var nowMs: Int64 = 0
    var servable = 1.0
    var servedMs: Int64 = 0
    var waiters: [UInt64: (job: Int, sinceMs: Int64)] = [:]
    var lastId: UInt64 = 0
    var lastGranted: [UInt64]
    var done = 0
    var throttled = 0
    var refused = 0

    init(_ random: SeededRandom, jobs: Int, workers: Int, servedPerSecond: Double) {
      self.random = random
      self.jobs = jobs
      self.servedPerSecond = servedPerSecond
      let settings = RateLimits().appFlowWrites
      lanes = Array(repeating: RateLane(settings, nowMs: 0), count: workers)
      lastGranted = Array(repeating: 0, count: workers)
      for job in 0..<jobs { add(random.below(1_000), .arrive(job: job)) }
    }

    mutating func add(_ afterMs: Int64, _ event: Event) {
      let atMs = nowMs + max(afterMs, 0)
      var low = 0
      var high = events.count
      // The earliest last; of the same time, the newest first.
      while low < high {
        let middle = (low + high) / 2
        if events[middle].atMs > atMs { low = middle + 1 } else { high = middle }
      }
      events.insert((atMs, event), at: low)
    }

    /// Until all is done, or `untilMs` has come.
    mutating func run(untilMs: Int64) {
      while done < jobs, let next = events.popLast(), next.atMs <= untilMs {
        nowMs = next.atMs
        switch next.event {
        case .arrive(let job): arrive(job)
        case .look(let worker): settle(lanes[worker].advance(nowMs: nowMs), worker)
        case .end(let job, let grant, let signal): end(job, grant, signal)
        }
      }
    }

    private mutating func arrive(_ job: Int) {
      let worker = job % lanes.count
      lastId += 1
      switch lanes[worker].arrive(lastId, nowMs: nowMs) {
      case .granted(let grant): send(job, grant)
      case .refused(let retryAfterMs):
        refused += 1
        add(retryAfterMs, .arrive(job: job))
      case .waits:
        waiters[lastId] = (job, nowMs)
        settle([], worker)
      }
    }

    private mutating func end(_ job: Int, _ grant: RateGrant, _ signal: RateSignal) {
      let worker = job % lanes.count
      if signal == .accepted {
        done += 1
      } else {
        throttled += 1
        add(1_000 + random.below(5_000), .arrive(job: job))
      }
      settle(lanes[worker].finish(grant, signal, nowMs: nowMs), worker)
    }

    private mutating func send(_ job: Int, _ grant: RateGrant) {
      servable = min(5, servable + Double(nowMs - servedMs) * servedPerSecond / 1000)
      servedMs = nowMs
      let isServed = servable >= 1
      if isServed { servable -= 1 }
      add(50 + random.below(200), .end(job: job, grant, isServed ? .accepted : .throttled(retryAfterMs: nil)))
    }

    private mutating func settle(_ decisions: [RateLane.Decision], _ worker: Int) {
      for decision in decisions {
        guard let waiter = waiters.removeValue(forKey: decision.id) else {
          Issue.record("nobody waits as \(decision.id)")
          continue
        }
        #expect(nowMs - waiter.sinceMs <= AWSLimits.maxRateWaitMs)
        if let grant = decision.grant {
          #expect(decision.id > lastGranted[worker], "in the order of their coming")
          lastGranted[worker] = decision.id
          send(waiter.job, grant)
        } else {
          refused += 1
          add(decision.retryAfterMs, .arrive(job: waiter.job))
        }
      }
      if let atMs = lanes[worker].nextEventMs(nowMs: nowMs) { add(atMs - nowMs, .look(worker: worker)) }
    }
  }

  @Test("is served in full, near what the service bears, with few throttlings", arguments: [1, 3])
  func thousandTenants(workers: Int) {
    let random = RateSeed.random("CrowdedAccount.thousandTenants")
    var crowd = Crowd(random, jobs: 1_000, workers: workers, servedPerSecond: 4)
    crowd.run(untilMs: 3_600_000)
    #expect(crowd.done == 1_000)
    // At 4/s it takes 250 s.
    #expect(crowd.nowMs < 600_000, "it took \(crowd.nowMs) ms")
    #expect(crowd.throttled < 150, "\(crowd.throttled) throttlings")
    #expect(crowd.refused < 10_000, "\(crowd.refused) refusals")
    print("\(workers) workers: \(crowd.nowMs) ms, \(crowd.throttled) throttled, \(crowd.refused) refused")
  }

  @Test("gets through at the floor rate if the service bears next to nothing")
  func badDay() {
    let random = RateSeed.random("CrowdedAccount.badDay")
    var crowd = Crowd(random, jobs: 50, workers: 1, servedPerSecond: 0.2)
    crowd.run(untilMs: 3_600_000)
    #expect(crowd.done == 50)
    print("bad day: \(crowd.nowMs) ms, \(crowd.throttled) throttled, \(crowd.refused) refused")
  }
}
