import TestSupport
import Testing
import WorkQueue

@Suite("Store conformance: workers")
struct StoreWorkerTests {
  private let failure = Failure(reason: "broken", message: "it broke")

  @Test("a tenant with one job is served among tenants with thousands", arguments: StoreUnderTest.all)
  func fairness(_ kind: StoreUnderTest) async throws {
    let it = try await kind.make()
    let big = (0..<1_000).flatMap { [it.job("\($0)", "big1"), it.job("\($0)", "big2")] }
    try await it.enqueue(
      big + [it.job("only", "small")],
      tenants: ["big1", "big2", "small"].map { Tenant(name: $0, maxRunning: 1_000) })
    let worker = try await it.register()
    let first = try await it.claim(worker, 3)
    #expect(Set(first.map(\.tenant)) == ["big1", "big2", "small"])
    for round in 0..<5 {
      let key = try await it.enqueue([it.job("late\(round)", "small")])
      let batch = try await it.claim(worker, 4)
      #expect(batch.map(\.id).contains(key[0]), "what comes later does not wait for what came before")
      #expect(batch.count == 4)
    }
    try await it.checkInvariants()
  }

  @Test("weights share the slots, limits and pauses hold", arguments: StoreUnderTest.all)
  func weights(_ kind: StoreUnderTest) async throws {
    let it = try await kind.make()
    try await it.enqueue(
      (0..<200).flatMap { [it.job("\($0)", "one"), it.job("\($0)", "three"), it.job("\($0)", "limited")] },
      tenants: [
        Tenant(name: "one", maxRunning: 1_000), Tenant(name: "three", maxRunning: 1_000, weight: 300),
        Tenant(name: "limited", maxRunning: 2),
      ])
    let worker = try await it.register()
    var counts: [String: Int] = [:]
    for _ in 0..<10 { for job in try await it.claim(worker, 12) { counts[job.tenant, default: 0] += 1 } }
    #expect(counts["limited"] == 2)
    #expect(counts["one", default: 0] + counts["three", default: 0] == 118)
    #expect((27...32).contains(counts["one", default: 0]), "\(counts)")
    try await it.checkInvariants()
  }

  @Test("urgency orders a tenant's jobs: a point of priority is a minute", arguments: StoreUnderTest.all)
  func priority(_ kind: StoreUnderTest) async throws {
    let it = try await kind.make()
    let tenants = [Tenant(name: "acme")]
    let late = try await it.enqueue([it.job("late")], tenants: tenants, atMs: 200_000)[0]
    let old = try await it.enqueue([it.job("old")], atMs: 100_000)[0]
    let urgent = try await it.enqueue([it.job("urgent", priority: 1)], atMs: 159_000)[0]
    let patient = try await it.enqueue([it.job("patient", priority: -2)], atMs: 100_001)[0]
    let same = try await it.enqueue([it.job("same")], atMs: 200_000)[0]
    let worker = try await it.register()
    var order: [Int64] = []
    for _ in 0..<5 { order += try await it.claim(worker, 1, atMs: 300_000).map(\.id) }
    #expect(order == [urgent, old, late, same, patient])
  }

  @Test("each settlement leaves the job where it says", arguments: StoreUnderTest.all)
  func settlements(_ kind: StoreUnderTest) async throws {
    let it = try await kind.make()
    let failure = failure
    let cases: [(Settlement, JobState, Int, String?, String)] = [
      (.succeeded(result: #"{"x":1}"#), .succeeded, 1, nil, "succeeded"),
      (.succeeded(result: nil), .succeeded, 1, nil, "succeeded"),
      (.succeeded(result: "no JSON"), .succeeded, 1, nil, "succeeded"),
      (.retry(runAtMs: 9_000, failure), .scheduled, 1, "broken", "retry"),
      (.snoozed(runAtMs: 9_000, failure), .scheduled, 0, "broken", "snoozed"),
      (.snoozed(runAtMs: 9_000, nil), .scheduled, 0, nil, "snoozed"),
      (.dead(failure), .dead, 1, "broken", "dead"),
      (.cancelled(failure), .cancelled, 1, "broken", "cancelled"),
      (.released, .ready, 0, nil, "drained"),
    ]
    let worker = try await it.register()
    for (number, (settlement, state, attempt, reason, event)) in cases.enumerated() {
      try await it.enqueue([it.job("\(number)")], tenants: [Tenant(name: "acme")])
      let job = try #require(try await it.claim(worker).first)
      #expect(try await it.settle(job, settlement))
      let now = try #require(try await it.store.job(id: job.id))
      #expect(now.state == state)
      #expect(now.attempt == attempt)
      #expect(now.reason == reason)
      #expect(now.lastError == (reason == nil ? nil : "it broke"))
      #expect((now.finishedAtMs != nil) == (state == .succeeded || state == .cancelled))
      #expect(
        try await it.store.log(LogFilter(jobId: job.id), afterId: nil, limit: 1).map(\.event) == [event])
      #expect(try await !it.settle(job, .succeeded(result: nil)), "a lease settles once")
      if state == .ready { #expect(try await it.claim(worker).map(\.attempt) == [1]) }
    }
    #expect(try await it.store.job(id: 1)?.result == #"{"x":1}"#)
    #expect(try await it.store.job(id: 3)?.result == "\"no JSON\"")
    try await it.checkInvariants()
  }

  @Test("what is due becomes ready, and the next due time is told", arguments: StoreUnderTest.all)
  func promotion(_ kind: StoreUnderTest) async throws {
    let it = try await kind.make()
    try await it.enqueue(
      [it.job("a", runAtMs: 5_000), it.job("b", runAtMs: 6_000)], tenants: [Tenant(name: "acme")])
    let worker = try await it.register()
    let early = try await it.store.claim(workerId: worker, slots: 9, atMs: 4_999)
    #expect(early.jobs.isEmpty)
    #expect(early.nextRunAtMs == 5_000)
    let due = try await it.store.claim(workerId: worker, slots: 9, atMs: 5_000)
    #expect(due.jobs.map(\.id) == [1])
    #expect(due.nextRunAtMs == 6_000)
    #expect(try await it.store.claim(workerId: worker, slots: 0, atMs: 9_000).jobs.isEmpty)
    try await it.checkInvariants()
  }

  @Test(
    "a lost worker's jobs go to another, and its own word counts for nothing", arguments: StoreUnderTest.all)
  func stale(_ kind: StoreUnderTest) async throws {
    let it = try await kind.make()
    let id = try await it.enqueue([it.job("a")], tenants: [Tenant(name: "acme")])[0]
    let lost = try await it.register(leaseUntilMs: 10_000)
    let old = try #require(try await it.claim(lost).first)
    #expect(try await it.store.checkpoint(jobId: id, leaseToken: old.leaseToken, json: #"{"n":1}"#))
    #expect(try await it.store.rescue(atMs: 10_000) == 0, "the lease holds to its last moment")
    #expect(try await it.store.heartbeat(workerId: lost, leaseUntilMs: 20_000))
    #expect(try await it.store.heartbeat(workerId: lost, leaseUntilMs: 5_000))
    #expect(try await it.store.rescue(atMs: 20_000) == 0, "a heartbeat prolongs it and never shortens it")
    #expect(try await it.store.rescue(atMs: 20_001) == 1)
    #expect(try await !it.store.heartbeat(workerId: lost, leaseUntilMs: 90_000))
    await #expect(throws: LeaseLost.self) { try await it.claim(lost) }
    await #expect(throws: LeaseLost.self) { try await it.claim(4_711) }
    let new = try #require(try await it.claim(try await it.register()).first)
    #expect(new.leaseToken > old.leaseToken)
    #expect(new.attempt == 2)
    #expect(new.checkpoint == #"{"n":1}"#)
    let before = try await it.store.log(LogFilter(), afterId: 0, limit: 100).count
    for settlement: Settlement in [
      .succeeded(result: nil), .retry(runAtMs: 1, failure), .snoozed(runAtMs: 1, nil), .dead(failure),
      .cancelled(failure), .released,
    ] {
      #expect(try await !it.settle(old, settlement))
    }
    #expect(try await !it.store.checkpoint(jobId: id, leaseToken: old.leaseToken, json: #"{"n":2}"#))
    #expect(try await it.store.log(LogFilter(), afterId: 0, limit: 100).count == before)
    #expect(try await it.settle(new, .succeeded(result: nil)))
    try await it.checkInvariants()
  }

  @Test(
    "a job under which the worker dies again and again goes to the dead letters",
    arguments: StoreUnderTest.all)
  func rescues(_ kind: StoreUnderTest) async throws {
    let it = try await kind.make()
    let id = try await it.enqueue([it.job("killer")], tenants: [Tenant(name: "acme")])[0]
    for round in 1...QueueLimits.maxRescues {
      #expect(try await it.claim(try await it.register(leaseUntilMs: 5_000)).count == 1)
      #expect(try await it.store.rescue(atMs: 6_000) == 1)
      #expect(try await it.state(id) == (round < QueueLimits.maxRescues ? .ready : .dead))
    }
    #expect(try await it.store.job(id: id)?.reason == "worker-lost")
    try await it.store.replay(ids: [id], payload: nil, staggerMs: 0, atMs: 7_000)
    #expect(try await it.claim(try await it.register(leaseUntilMs: 5_000)).count == 1)
    #expect(try await it.store.rescue(atMs: 8_000) == 1)
    #expect(try await it.state(id) == .ready, "a replay counts anew")
    try await it.checkInvariants()
  }

  @Test(
    "a worker that left has nothing any more; what it ran goes on elsewhere", arguments: StoreUnderTest.all)
  func retirement(_ kind: StoreUnderTest) async throws {
    let it = try await kind.make()
    let id = try await it.enqueue([it.job("a")], tenants: [Tenant(name: "acme")])[0]
    let worker = try await it.register()
    #expect(try await it.claim(worker).count == 1)
    #expect(try await it.store.canGoOn(withoutReasons: []))
    try await it.store.retire(workerId: worker, atMs: 3_000)
    #expect(try await it.store.rescue(atMs: 3_001) == 1)
    #expect(try await it.state(id) == .ready)
    await #expect(throws: LeaseLost.self) { try await it.claim(worker) }
  }

  @Test(
    "drained is: nothing ready, nothing running, nothing to be tried again", arguments: StoreUnderTest.all)
  func drained(_ kind: StoreUnderTest) async throws {
    let it = try await kind.make()
    #expect(try await !it.store.canGoOn(withoutReasons: []))
    try await it.enqueue(
      [it.job("a"), it.job("b", after: [.key("a")]), it.job("later", runAtMs: 1 << 40)],
      tenants: [Tenant(name: "acme")])
    #expect(try await it.store.canGoOn(withoutReasons: []))
    let worker = try await it.register()
    let job = try await it.claim(worker)[0]
    #expect(try await it.store.canGoOn(withoutReasons: []))
    #expect(try await it.settle(job, .retry(runAtMs: 9_000, failure)))
    #expect(try await it.store.canGoOn(withoutReasons: []))
    let again = try await it.claim(worker, atMs: 9_000)[0]
    #expect(try await it.settle(again, .dead(failure)))
    #expect(
      try await !it.store.canGoOn(withoutReasons: []),
      "what waits for a dead job, or for its first time, is not waited for")
  }
}
