import TestSupport
import Testing
import WorkQueue

@Suite("Store conformance: producers and operators")
struct StoreProducerTests {
  @Test("jobs and tenants are written together; the same again is found", arguments: StoreUnderTest.all)
  func enqueue(_ kind: StoreUnderTest) async throws {
    let it = try await kind.make()
    let tenant = Tenant(
      name: "acme", roleARN: "arn", externalId: "e", region: "r", mode: .isv, maxRunning: 3, weight: 7)
    let jobs = [it.job("a"), it.job("b", after: [.key("a")]), it.job("c", runAtMs: 9_000)]
    let first = try await it.store.enqueue(jobs, saving: [tenant], atMs: 1_000)
    #expect(first.tenants == [.created])
    #expect(first.jobs.map(\.created) == [true, true, true])
    let again = try await it.store.enqueue(jobs, saving: [tenant], atMs: 1_500)
    #expect(again.tenants == [.unchanged])
    #expect(again.jobs.map(\.id) == first.jobs.map(\.id))
    #expect(again.jobs.allSatisfy { !$0.created })
    var changed = tenant
    changed.weight = 8
    #expect(try await it.store.enqueue([], saving: [changed], atMs: 1_500).tenants == [.updated])
    #expect(try await it.store.tenant(named: "acme") == changed)
    #expect(try await it.store.tenants() == [changed])
    #expect(try await it.store.tenant(named: "nobody") == nil)
    let states = try await it.store.jobs(JobFilter(), limit: 10).map(\.state)
    #expect(states == [.ready, .blocked, .scheduled])
    try await it.checkInvariants()
  }

  @Test(
    "a refusal names the job and the reason, and nothing of the rest is written",
    arguments: StoreUnderTest.all)
  func refusals(_ kind: StoreUnderTest) async throws {
    let it = try await kind.make()
    try await it.enqueue(
      [it.job("used", payload: #"{"a":1,"b":{"c":"x"}}"#)], tenants: [Tenant(name: "acme")])
    for (job, words) in [
      (it.job("k", "nobody"), ["'nobody'", "tenant add"]),
      (it.job("k", kind: "what"), ["'what'", "free", "ordered"]),
      (it.job("k", payload: "[]"), ["'acme'", "'k'", "JSON object"]),
      (it.job("k", payload: "{"), ["JSON object"]),
      (it.job("k", kind: "ordered"), ["ordered", "lacks $.at"]),
      (it.job("k", payload: #"{"password":"hunter2"}"#), ["secret"]),
      (it.job("used", payload: #"{"a":1,"b":{"c":"y"}}"#), ["$.b.c is x there and y here"]),
      (it.job("used", payload: #"{"a":1}"#), ["$.b.c is x there and absent here"]),
      (it.job("used", payload: #"{"b":{"c":"x"},"a":1}"#), ["another order"]),
      (it.job("used", kind: "ordered", payload: #"{"at":"x"}"#), ["is a free, not a ordered"]),
      (it.job("k", after: [.job(99)]), ["depends_on"]), (it.job("k", after: [.key("no")]), ["depends_on"]),
      (it.job("", payload: "{}"), ["idempotency key has 1 to 255"]),
      (it.job("k", priority: 5_000), ["priority lies between"]),
      (it.job("k", maxAttempts: 0), ["max_attempts"]),
    ] {
      let refusal = await #expect(throws: EnqueueRefusal.self) {
        try await it.enqueue([it.job("fine"), job], tenants: [Tenant(name: "new")])
      }
      #expect(refusal?.index == 1)
      for word in words { #expect(refusal?.message.contains(word) == true, "\(refusal?.message ?? "")") }
      #expect(refusal?.message.contains("headgate:") != true)
      #expect(refusal?.message.contains("hunter2") != true)
    }
    let bad = await #expect(throws: OperatorRefusal.self) {
      try await it.enqueue([], tenants: [Tenant(name: "fine"), Tenant(name: "not so")])
    }
    #expect(bad?.description.contains("'not so'") == true)
    #expect(try await it.store.tenants().map(\.name) == ["acme"])
    #expect(try await it.store.ids(JobFilter(), limit: 10) == [1])
    try await it.checkInvariants()
  }

  @Test("status counts by tenant and kind, and knows the oldest that is ready", arguments: StoreUnderTest.all)
  func status(_ kind: StoreUnderTest) async throws {
    let it = try await kind.make()
    try await it.enqueue(
      [it.job("a"), it.job("b", runAtMs: 99_000), it.job("c", after: [.key("a")]), it.job("d", "bolt")],
      tenants: [Tenant(name: "acme"), Tenant(name: "bolt"), Tenant(name: "idle")])
    let worker = try await it.register()
    #expect(try await it.store.status(atMs: 2_000).oldestReadyAtMs == 1_000)
    let claimed = try await it.claim(worker)
    #expect(try await it.settle(claimed[1], .succeeded(result: nil)))
    let status = try await it.store.status(atMs: 2_000)
    #expect(status.count(.running) == 1)
    #expect(status.count(.succeeded) == 1)
    #expect(status.tenants.map(\.name) == ["acme", "bolt"])
    #expect(status.tenants[0].byState[.blocked] == 1)
    #expect(status.tenants[0].byState[.scheduled] == 1)
    #expect(status.kinds.map(\.name) == ["free"])
    #expect(status.workers.map(\.running) == [1])
    #expect(status.oldestReadyAtMs == nil)
    #expect(try await it.store.status(atMs: 9_000_000).workers.isEmpty, "its lease has run out")
  }

  @Test(
    "filters combine, lists are the newest in order, and the log is read in pages",
    arguments: StoreUnderTest.all)
  func filters(_ kind: StoreUnderTest) async throws {
    let it = try await kind.make()
    let ids = try await it.enqueue(
      (0..<6).map { it.job("k\($0)", $0 % 2 == 0 ? "acme" : "bolt") },
      tenants: [Tenant(name: "acme"), Tenant(name: "bolt")])
    let worker = try await it.register()
    for (number, job) in try await it.claim(worker).sorted(by: { $0.id < $1.id }).enumerated() {
      let failure = Failure(reason: number < 2 ? "broken" : "denied", message: "m")
      #expect(try await it.settle(job, .dead(failure), atMs: 3_000 + Int64(number)))
    }
    func found(_ filter: JobFilter) async throws -> [Int64] {
      let found = try await it.store.ids(filter, limit: 100)
      #expect(try await it.store.jobs(filter, limit: 100).map(\.id) == found)
      return found
    }
    #expect(try await found(JobFilter()) == ids)
    #expect(try await found(JobFilter(state: .dead, tenant: "acme")) == [ids[0], ids[2], ids[4]])
    #expect(try await found(JobFilter(state: .dead, tenant: "bolt", reason: "broken")) == [ids[1]])
    #expect(try await found(JobFilter(ids: [ids[5], ids[0]])) == [ids[0], ids[5]])
    #expect(try await found(JobFilter(sinceMs: 3_004)) == [ids[4], ids[5]])
    #expect(try await found(JobFilter(kind: "ordered")) == [])
    #expect(try await found(JobFilter(tenant: "' OR 1 --")) == [])
    #expect(try await it.store.jobs(JobFilter(), limit: 2).map(\.id) == [ids[4], ids[5]])

    var seen: [LogEntry] = []
    while true {
      let page = try await it.store.log(LogFilter(), afterId: seen.last?.id ?? 0, limit: 4)
      if page.isEmpty { break }
      seen += page
    }
    #expect(seen.count == 18)
    #expect(seen.map(\.id) == seen.map(\.id).sorted())
    #expect(try await it.store.log(LogFilter(), afterId: nil, limit: 3).map(\.id) == seen.suffix(3).map(\.id))
    let one = try await it.store.log(LogFilter(jobId: ids[3]), afterId: nil, limit: 10)
    #expect(one.map(\.event) == ["enqueued", "claimed", "dead"])
    #expect(one.map(\.state) == [.ready, .running, .dead])
    #expect(
      try await it.store.log(LogFilter(tenant: "bolt", sinceMs: 3_000), afterId: 0, limit: 10).count == 3)
  }

  @Test(
    "replay runs dead jobs again, staggered or edited: all of them or none", arguments: StoreUnderTest.all)
  func replay(_ kind: StoreUnderTest) async throws {
    let it = try await kind.make()
    let ids = try await it.enqueue(
      (0..<3).map { it.job("k\($0)") } + [
        it.job("o", kind: "ordered", payload: #"{"at":"x"}"#), it.job("alive", runAtMs: 1 << 40),
      ],
      tenants: [Tenant(name: "acme")])
    let worker = try await it.register()
    for job in try await it.claim(worker) {
      #expect(try await it.settle(job, .dead(Failure(reason: "broken", message: "m"))))
    }
    for (refused, payload) in [
      ([ids[0], ids[4]], nil), ([ids[0], 99], nil), ([ids[0], ids[0]], nil), ([ids[0]], "["),
      ([ids[0], ids[3]], #"{"at":"y"}"#), ([ids[0]], #"{"password":"x"}"#),
    ] as [([Int64], String?)] {
      await #expect(throws: OperatorRefusal.self) {
        try await it.store.replay(ids: refused, payload: payload, staggerMs: 0, atMs: 5_000)
      }
      #expect(try await it.state(ids[0]) == .dead)
      #expect(try await it.store.job(id: ids[0])?.edition == 1)
    }
    try await it.store.replay(ids: Array(ids[0..<3]), payload: nil, staggerMs: 100, atMs: 5_000)
    #expect(
      try await it.store.jobs(JobFilter(ids: Array(ids[0..<3])), limit: 3).map(\.runAtMs) == [
        5_000, 5_100, 5_200,
      ])
    try await it.store.replay(ids: [ids[3]], payload: #"{"at":"x","n":2}"#, staggerMs: 0, atMs: 5_000)
    let now = try await it.claim(worker, atMs: 5_000)
    #expect(Set(now.map(\.id)) == [ids[0], ids[3]])
    #expect(now.allSatisfy { $0.attempt == 1 })
    #expect(now.first { $0.id == ids[3] }?.edition == 2)
    #expect(now.first { $0.id == ids[3] }?.payload == #"{"at":"x","n":2}"#)
    #expect(try await it.claim(worker, atMs: 5_200).map(\.id) == [ids[1], ids[2]])
    try await it.checkInvariants()
  }
}
