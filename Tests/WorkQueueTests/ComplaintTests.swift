import Foundation
import SQLite
import TestSupport
import Testing
import TimeAndChance

@testable import WorkQueue

/// What users of other queues complain about most, by name. What has a suite of its own is only named there.
@Suite("Complaints about queues", .timeLimit(.minutes(2)))
struct ComplaintTests {
  private static func job(_ tenant: String, _ key: String, kind: String = "nothing") -> NewJob {
    NewJob(tenant: tenant, kind: kind, idempotencyKey: key, payload: "{}")
  }

  @Test(
    "SQLITE_BUSY in spite of time-outs: many writers, and one that holds the lock, and nobody sees a failure")
  func busy() async throws {
    let database = try TestDatabase()
    let stores = try (0..<6).map { _ in try database.store() }
    _ = try await stores[0].enqueue([], saving: [Tenant(name: "acme")], atMs: 0)
    let holder = try database.connect()
    try holder.execute("BEGIN IMMEDIATE")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, store) in stores.enumerated() {
        group.addTask {
          for round in 0..<40 {
            _ = try await store.enqueue([Self.job("acme", "\(number)-\(round)")], saving: [], atMs: 1)
            _ = try await store.status(atMs: 1)
          }
        }
      }
      try holder.execute("COMMIT")
      try await group.waitForAll()
    }
    #expect(try await stores[0].status(atMs: 1).count(.ready) == 240)
    try await Invariants.check(database.path)
  }

  @Test("polling cost: an idle worker writes its heartbeats and nothing else")
  func polling() async throws {
    let database = try TestDatabase()
    let simulation = Simulation(seed: 1)
    let process = simulation.makeProcess()
    let worker = Worker(
      store: try SQLiteJobStore(path: database.path, writing: .caller),
      operations: OperationRegistry([TestOperation.nothing()]), options: WorkerOptions(),
      time: simulation.time,
      random: SeededRandom(seed: 1), executor: process)
    Task(executorPreference: process) { _ = try? await worker.run() }
    let other = try database.connect()
    var commits: Set<Int64> = []
    // Another connection sees a new version for every commit that changed anything.
    for _ in 0..<60 {
      try simulation.run { try await simulation.time.sleep(ms: 1_000) }
      commits.insert(try other.integer("PRAGMA data_version") ?? 0)
    }
    process.kill()
    #expect(
      commits.count <= 1 + 60 / 5 + 2,
      "a heartbeat every five seconds, and one round of upkeep: \(commits.count)")
  }

  @Test("jobs stuck in running: whatever took their worker away, they run again when its lease is out")
  func stuck() async throws {
    let database = try TestDatabase()
    let store = try database.store()
    _ = try await store.enqueue([Self.job("acme", "a")], saving: [Tenant(name: "acme")], atMs: 0)
    let gone = try await store.register(name: "gone", concurrency: 1, leaseUntilMs: 1_000, atMs: 0)
    #expect(try await store.claim(workerId: gone, slots: 1, atMs: 500).jobs.count == 1)
    #expect(try await store.rescue(atMs: 1_000) == 0)
    #expect(try await store.rescue(atMs: 1_001) == 1)
    let next = try await store.register(name: "next", concurrency: 1, leaseUntilMs: 9_000, atMs: 1_001)
    #expect(try await store.claim(workerId: next, slots: 1, atMs: 1_002).jobs.map(\.attempt) == [2])
    try await Invariants.check(database.path)
  }

  @Test("rescue racing completion: of the two exactly one counts, in whatever order they come")
  func race() async throws {
    let seed = Seed("rescue racing completion")
    let database = try TestDatabase()
    let (one, other) = (try database.store(), try database.store())
    _ = try await one.enqueue(
      (0..<60).map { Self.job("acme", "\($0)") }, saving: [Tenant(name: "acme", maxRunning: 100)], atMs: 0)
    for round in 0..<60 {
      let worker = try await one.register(name: "w", concurrency: 1, leaseUntilMs: 10, atMs: 0)
      let job = try #require(try await one.claim(workerId: worker, slots: 1, atMs: 5).jobs.first)
      async let isRecorded = one.settle(
        jobId: job.id, leaseToken: job.leaseToken, .succeeded(result: nil), atMs: 11)
      async let rescued = other.rescue(atMs: 12)
      let outcome = (try await isRecorded, try await rescued)
      #expect(outcome == (true, 0) || outcome == (false, 1), "\(seed): round \(round): \(outcome)")
      if outcome == (false, 1) {
        try database.connect().execute(
          "UPDATE jobs SET state = 'cancelled', finished_at = 13 WHERE id = \(job.id) AND state = 'ready'")
      }
    }
    try await Invariants.check(database.path)
  }

  @Test("tenants starving: one job among thousands of tenants starts within two rounds")
  func starving() async throws {
    let database = try TestDatabase()
    let store = try database.store()
    let tenants = (0..<2_000).map { Tenant(name: "t\($0)", maxRunning: 1_000) }
    _ = try await store.enqueue(
      (0..<2_000).flatMap { number in (0..<3).map { Self.job("t\(number)", "\($0)") } }, saving: tenants,
      atMs: 0)
    let worker = try await store.register(name: "w", concurrency: 10_000, leaseUntilMs: 1 << 50, atMs: 0)
    for _ in 0..<3 { _ = try await store.claim(workerId: worker, slots: 256, atMs: 1).jobs }
    _ = try await store.enqueue([Self.job("late", "only")], saving: [Tenant(name: "late")], atMs: 1)
    // A round gives each tenant that waits a turn.
    var served: [String] = []
    while !served.contains("late") {
      served += try await store.claim(workerId: worker, slots: 256, atMs: 2).jobs.map(\.tenant)
      try #require(served.count <= 2 * 2_001)
    }
    #expect(
      Dictionary(grouping: served) { $0 }.values.allSatisfy { $0.count <= 2 },
      "nobody had a third turn before")
    try await Invariants.check(database.path)
  }

  @Test("limits that leak: after crashes, retries and cancellations a tenant runs just as many as before")
  func leaks() async throws {
    let seed = Seed("limits that leak")
    let random = seed.random
    let database = try TestDatabase()
    let store = try database.store()
    let sql = try database.connect()
    _ = try await store.enqueue(
      (0..<400).map { Self.job("acme", "\($0)") }, saving: [Tenant(name: "acme", maxRunning: 7)], atMs: 0)
    var clock: Int64 = 1_000
    for _ in 0..<120 {
      clock += 10
      let worker = try await store.register(name: "w", concurrency: 20, leaseUntilMs: clock + 5, atMs: clock)
      for job in try await store.claim(workerId: worker, slots: 20, atMs: clock).jobs {
        let settlement: Settlement? =
          switch random.below(5) {
          case 0: .succeeded(result: nil)
          case 1: .retry(runAtMs: clock + 3, Failure(reason: "r", message: ""))
          case 2: .released
          case 3: .cancelled(Failure(reason: "c", message: ""))
          default: nil
          }
        guard let settlement else { continue }
        _ = try await store.settle(jobId: job.id, leaseToken: job.leaseToken, settlement, atMs: clock + 1)
      }
      #expect(try sql.integer("SELECT count(*) FROM jobs WHERE state = 'running'") ?? 0 <= 7, "\(seed)")
      clock += 10
      _ = try await store.rescue(atMs: clock)
    }
    let worker = try await store.register(name: "w", concurrency: 20, leaseUntilMs: clock + 50, atMs: clock)
    let left = try sql.integer("SELECT count(*) FROM jobs WHERE state IN ('ready', 'scheduled')") ?? 0
    #expect(
      try await store.claim(workerId: worker, slots: 20, atMs: clock + 40).jobs.count == min(7, Int(left)))
    try await Invariants.check(database.path)
  }

  @Test("big tables with blocked jobs: a claim costs the same, whatever is paused, blocked, dead or done")
  func bigTables() async throws {
    func claimSteps(_ tenants: Int, pausing: Bool) async throws -> Int {
      let database = try TestDatabase()
      let store = try database.store()
      _ = try await store.enqueue(
        (0..<tenants).flatMap { number in (0..<10).map { Self.job("t\(number)", "\($0)") } },
        saving: (0..<tenants).map { Tenant(name: "t\($0)") }, atMs: 0)
      let sql = try database.connect()
      if pausing { try sql.run("UPDATE tenants SET paused_at = 1 WHERE name NOT LIKE '%0'") }
      let worker = try await store.register(name: "w", concurrency: 100, leaseUntilMs: 1 << 50, atMs: 0)
      var jobs = 0
      let steps = try sql.countingSteps {
        jobs = try SQLiteJobStore.claimReady(workerId: worker, slots: 20, atMs: 1, on: sql).count
      }
      #expect(jobs == 20)
      return steps
    }
    let small = try await claimSteps(100, pausing: false)
    let large = try await claimSteps(1_000, pausing: false)
    let paused = try await claimSteps(1_000, pausing: true)
    #expect(Double(large) < 1.2 * Double(small), "\(large) steps in a large table, \(small) in a small one")
    #expect(Double(paused) < 1.5 * Double(large), "\(paused) steps with 9 of 10 paused, \(large) without")
  }

  @Test("bulk replay that re-ran what was done: only what is dead runs again, once")
  func bulkReplay() async throws {
    let runs = Events<Int64>()
    let isMended = Events<Bool>()
    let half = TestOperation(KindRule(name: "half")) { context in
      runs.add(context.job.id)
      guard isMended.all.isEmpty, context.job.id % 2 == 0 else { return .succeeded(result: nil) }
      return .dead(Failure(reason: "broken", message: ""))
    }
    let it = try await WorkerHarness([half])
    let ids = try await it.enqueue("half", (0..<100).map { "\($0)" })
    _ = try await it.worker([half]).run()
    isMended.add(true)
    let dead = try await it.store.ids(JobFilter(state: .dead), limit: 1_000)
    try await it.store.replay(ids: dead, payload: nil, staggerMs: 0, atMs: SystemTime().nowMs())
    _ = try await it.worker([half]).run()
    let counts = Dictionary(grouping: runs.all) { $0 }.mapValues(\.count)
    #expect(ids.allSatisfy { counts[$0] == ($0 % 2 == 0 ? 2 : 1) })
    await #expect(throws: OperatorRefusal.self) {
      try await it.store.replay(ids: [ids[0]], payload: nil, staggerMs: 0, atMs: 1)
    }
    try await it.check()
  }

  @Test(
    "one duplicate poisoning a batch: of 10,000 jobs each that is bad or there already is told, the rest is added"
  )
  func poisonedBatch() async throws {
    let database = try TestDatabase()
    let queue = try JobQueue(path: database.path, operations: OperationRegistry([TestOperation.nothing()]))
    try await queue.save(Tenant(name: "acme"))
    var jobs = (0..<10_000).map { Self.job("acme", "\($0)") }
    for place in stride(from: 0, to: 10_000, by: 100) { jobs[place].tenant = "nobody" }
    for place in stride(from: 50, to: 10_000, by: 100) { jobs[place].idempotencyKey = "1" }
    jobs[77].payload = #"{"other":1}"#
    jobs[77].idempotencyKey = "2"
    let before = try await queue.enqueueEach(jobs, allOrNone: true)
    #expect(before.count { (try? $0.get()) == nil } == 101)
    #expect(try await queue.jobs(limit: 10).isEmpty, "all or none: none")
    let results = try await queue.enqueueEach(jobs)
    for (place, result) in results.enumerated() {
      switch result {
      case .failure(let refusal): #expect(place % 100 == 0 || place == 77, "\(refusal)")
      case .success(let job): #expect(job.created == (place % 100 != 50), "\(place)")
      }
    }
    #expect(try await queue.status().count(.ready) == 10_000 - 201)
    try await Invariants.check(database.path)
  }

  @Test(
    "fan-in over thousands: a job that depends on 3,000 others starts when the last of them is done, not before"
  )
  func fanIn() async throws {
    let database = try TestDatabase()
    let store = try database.store()
    let parts = (0..<3_000).map { Self.job("acme", "\($0)") }
    var sum = Self.job("acme", "sum")
    sum.dependsOn = (0..<3_000).map { .key("\($0)") }
    let ids = try await store.enqueue(
      parts + [sum], saving: [Tenant(name: "acme", maxRunning: 10_000)], atMs: 0
    ).jobs
    let last = try #require(ids.last).id
    let worker = try await store.register(name: "w", concurrency: 5_000, leaseUntilMs: 1 << 50, atMs: 0)
    var done = 0
    while done < 3_000 {
      for job in try await store.claim(workerId: worker, slots: 256, atMs: 1).jobs {
        #expect(job.id != last)
        _ = try await store.settle(
          jobId: job.id, leaseToken: job.leaseToken, .succeeded(result: nil), atMs: 2)
        done += 1
      }
    }
    #expect(try await store.claim(workerId: worker, slots: 256, atMs: 3).jobs.map(\.id) == [last])
    try await Invariants.check(database.path)
  }

  @Test("clocks that jump do no harm: a lease is prolonged, never shortened, and what is due comes")
  func clocks() async throws {
    let database = try TestDatabase()
    let store = try database.store()
    _ = try await store.enqueue([Self.job("acme", "a")], saving: [Tenant(name: "acme")], atMs: 1_000_000)
    let worker = try await store.register(name: "w", concurrency: 1, leaseUntilMs: 1_015_000, atMs: 1_000_000)
    #expect(try await store.claim(workerId: worker, slots: 1, atMs: 1_000_000).jobs.count == 1)
    // The clock goes back an hour; the heartbeat must not give the job away.
    #expect(try await store.heartbeat(workerId: worker, leaseUntilMs: 1_015_000 - 3_600_000))
    #expect(try await store.rescue(atMs: 1_014_000) == 0)
    #expect(try await store.rescue(atMs: 1_016_000) == 1)
    try await Invariants.check(database.path)
  }
}
