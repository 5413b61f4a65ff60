import SQLite
import TestSupport
import Testing
import TimeAndChance
import WorkQueue

@Suite("Worker in trouble", .timeLimit(.minutes(5)))
struct WorkerTroubleTests {
  @Test("a job that was taken away while its worker stalled is not changed by it")
  func stalled() async throws {
    let gate = Gate()
    let started = Events<Int64>()
    let operation = TestOperation.held(by: gate, telling: started)
    let it = try await WorkerHarness([operation])
    let id = try await it.enqueue("held", ["a"])[0]
    let worker = try it.worker([operation], drain: false)
    async let summary = worker.run()
    try await started.wait(count: 1)
    try it.database.connect().execute("UPDATE workers SET lease_until = 0")
    // The worker's own look at who is lost may come first.
    _ = try await it.store.rescue(atMs: SystemTime().nowMs())
    let other = try await it.store.register(
      name: "other", concurrency: 1, leaseUntilMs: 1 << 50, atMs: SystemTime().nowMs())
    // The stalled worker finds out in the end and registers anew; it may then take the job itself.
    let mine = try await it.store.claim(workerId: other, slots: 1, atMs: SystemTime().nowMs()).jobs
    gate.open()
    if let mine = mine.first {
      #expect(try await it.store.job(id: id)?.state == .running)
      #expect(
        try await it.store.settle(
          jobId: id, leaseToken: mine.leaseToken, .succeeded(result: #"{"by":"other"}"#),
          atMs: SystemTime().nowMs()))
      try await it.events.wait { events in events.contains { if case .leaseLost = $0 { true } else { false } }
      }
      #expect(try await it.store.job(id: id)?.result == #"{"by":"other"}"#)
    }
    await worker.stop()
    _ = try await summary
    #expect(try await it.store.job(id: id)?.state == .succeeded)
    try await it.check()
  }

  @Test("a worker whose lease is lost cancels what it runs, and goes on as a new one")
  func leaseLost() async throws {
    let started = Events<Int64>()
    let gate = Gate()
    let operation = TestOperation.held(by: gate, telling: started)
    let it = try await WorkerHarness([operation])
    let id = try await it.enqueue("held", ["a"])[0]
    let worker = try it.worker([operation], drain: false, leaseMs: 900)
    async let summary = worker.run()
    try await started.wait(count: 1)
    try it.database.connect().execute("UPDATE workers SET stopped_at = 1")
    try await started.wait(count: 2)
    gate.open()
    try await it.settled()
    await worker.stop()
    #expect(try await summary.settled[.succeeded] == 1)
    let registered = it.events.all.compactMap { if case .started(let id) = $0 { id } else { nil } }
    // On a slow machine so short a lease may run out once more, even before the job is claimed under it.
    let attempt = try await it.store.job(id: id)?.attempt ?? 0
    #expect(2...max(2, registered.count) ~= attempt)
    #expect(try await it.store.status(atMs: SystemTime().nowMs()).workers.isEmpty, "no ghost is left")
    try await it.check()
  }

  @Test("a plain INSERT of another program starts a job")
  func foreignInsert() async throws {
    let effects = Events<Int64>()
    let operation = TestOperation.ordered(into: effects)
    let it = try await WorkerHarness([operation])
    let worker = try it.worker([operation], drain: false)
    async let summary = worker.run()
    try await it.events.wait(count: 1)
    try it.database.connect().execute(
      #"INSERT INTO jobs (tenant, kind, idempotency_key, payload) VALUES ('acme', 'ordered', 'x', '{"at":"y"}')"#
    )
    try await effects.wait(count: 1)
    try await it.settled()
    await worker.stop()
    #expect(try await summary.settled == [.succeeded: 1])
  }

  @Test("an outcome that cannot be written is written when it can be")
  func storeFails() async throws {
    let gate = Gate()
    let started = Events<Int64>()
    let operation = TestOperation.held(by: gate, telling: started)
    let it = try await WorkerHarness([operation])
    let id = try await it.enqueue("held", ["a"])[0]
    let worker = try it.worker([operation], drain: true)
    async let summary = worker.run()
    try await started.wait(count: 1)
    let other = try it.database.connect()
    try other.execute(
      "CREATE TRIGGER trouble BEFORE UPDATE ON jobs BEGIN SELECT RAISE(ABORT, 'the disk is on fire'); END")
    gate.open()
    try await it.events.wait { events in
      events.contains {
        if case .storeFailed(let message) = $0 { message.contains("on fire") } else { false }
      }
    }
    #expect(try await it.store.job(id: id)?.state == .running)
    try other.execute("DROP TRIGGER trouble")
    #expect(try await summary.settled == [.succeeded: 1])
    try await it.check()
  }

  @Test("another program's long transaction is waited for")
  func locked() async throws {
    let effects = Events<Int64>()
    let operation = TestOperation.ordered(into: effects)
    let it = try await WorkerHarness([operation])
    try await it.enqueue("ordered", ["a"], payload: #"{"at":"x"}"#)
    let worker = try it.worker([operation])
    let other = try it.database.connect()
    try other.execute("BEGIN IMMEDIATE")
    async let summary = worker.run()
    #expect(effects.all.isEmpty)
    try other.execute("COMMIT")
    #expect(try await summary.settled == [.succeeded: 1])
  }

  @Test("several workers on one file: all jobs end as planned, in order, within the limits")
  func crowd() async throws {
    let seed = Seed("crowd of workers")
    let random = seed.random
    let plans = (0..<400).map { _ in random.below(10) }
    let operation = TestOperation(
      KindRule(name: "work", resourcePrefix: "at/", resourcePath: "$.at", required: ["$.at"], maxAttempts: 4)
    ) { context in
      try await context.time.sleep(ms: context.random.below(3))
      switch plans[Int(context.job.id) - 1] {
      case 0: return .dead(Failure(reason: "planned", message: ""))
      case 1: return .retry(Failure(reason: "always", message: ""))
      case 2 where context.job.attempt == 1: return .retry(Failure(reason: "once", message: ""))
      case 3 where context.job.checkpoint == nil:
        try await context.checkpoint("true")
        return .snooze(forMs: context.random.below(5), nil)
      case 4: return .cancelled(Failure(reason: "moot", message: ""))
      default: return .succeeded(result: "1")
      }
    }
    let it = try await WorkerHarness([operation])
    let tenants = (0..<4).map { Tenant(name: "t\($0)", maxRunning: 1 + $0, weight: 50 + $0 * 100) }
    let jobs = plans.enumerated().map { number, plan in
      NewJob(
        tenant: "t\(random.below(4))", kind: "work", idempotencyKey: "\(number)",
        payload: #"{"at":"\#(plan < 2 ? 1_000 + Int64(number) : random.below(5))"}"#,
        dependsOn: number > 0 && plan > 5 && plans[number - 1] > 1 ? [.job(Int64(number))] : [],
        priority: Int(random.below(5)))
    }
    _ = try await it.store.enqueue(jobs, saving: tenants, atMs: SystemTime().nowMs())
    let workers = try (0..<4).map {
      try it.worker([operation], concurrency: 1 + $0 * 3, seed: seed.value &+ UInt64($0))
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in workers { group.addTask { _ = try await worker.run() } }
      try await group.waitForAll()
    }
    for (job, plan) in zip(try await it.store.jobs(JobFilter(), limit: 1_000), plans) {
      let expected: JobState = plan < 2 ? .dead : plan == 4 ? .cancelled : .succeeded
      #expect(job.state == expected, "\(seed): job \(job.id), plan \(plan)")
    }
    try await it.check()
  }
}
