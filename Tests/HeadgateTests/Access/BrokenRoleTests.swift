import AWSClient
import Foundation
import Headgate
import Synchronization
import TestSupport
import Testing
import TimeAndChance
import WorkQueue

/// A worker in miniature on the real store, with a clock of its own: claims, runs behind the breakers, settles.
@Suite("a tenant whose role is refused")
struct BrokenRoleTests {
  private final class World: Sendable {
    let time = SteppedTime()
    let random: SeededRandom
    let store: SQLiteJobStore
    let broken = Mutex<Set<String>>([])
    let tries = Mutex<[String: Int]>([:])
    let recovered = Mutex<[CredentialKey]>([])
    let path: String

    init(seed: UInt64) throws {
      random = SeededRandom(seed: seed)
      path = FileManager.default.temporaryDirectory.path + "/breaker-\(UUID().uuidString).db"
      try QueueDatabase.prepare(
        path: path, rules: OperationRegistry(rules: [KindRule(name: "work"), KindRule(name: "assume-role")]))
      store = try SQLiteJobStore(path: path)
    }

    deinit {
      for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }

    func breakers(_ settings: BreakerSettings = BreakerSettings()) -> CredentialBreakers {
      CredentialBreakers(settings, time: time, random: random) { key in
        self.recovered.withLock { $0.append(key) }
      }
    }

    func enqueue(_ tenant: String, _ count: Int) async throws {
      let jobs = (0..<count).map {
        NewJob(tenant: tenant, kind: "work", idempotencyKey: "\(tenant)-\($0)", payload: "{}")
      }
      _ = try await store.enqueue(jobs, saving: [Tenant(name: tenant)], atMs: time.nowMs())
    }

    /// What an operation does: assume the role, then call AppFlow.
    func carryOut(_ job: ClaimedJob) async throws -> Outcome {
      tries.withLock { $0[job.tenant, default: 0] += 1 }
      await Task.yield()
      if broken.withLock({ $0.contains(job.tenant) }) {
        throw AWSError(
          service: .sts, operation: "AssumeRole", httpStatus: 403, code: "AccessDenied", message: "no",
          requestId: nil, classification: ErrorClassification(.permanent, "assume-role-denied"),
          mayHaveBeenProcessed: false)
      }
      return .succeeded(result: nil)
    }

    func attempt(_ job: ClaimedJob, _ breakers: CredentialBreakers) async throws {
      let use = CredentialUse(
        kind: job.kind, payload: [:], tenant: job.tenant, assumesRole: true, roleARN: nil)
      let hasWaited = try await store.job(id: job.id)?.reason == CredentialBreakers.reason
      var outcome: Outcome
      do {
        outcome = try await breakers.run(job, use, hasWaited: hasWaited) {
          try await self.carryOut(job)
        }
      } catch let error as AWSError {
        outcome = .dead(Failure(reason: error.classification.reason, message: "\(error)"))
      }
      let settlement = RetryPolicy().settlement(of: outcome, job: job, atMs: time.nowMs(), random: random)
      #expect(
        try await store.settle(jobId: job.id, leaseToken: job.leaseToken, settlement, atMs: time.nowMs()))
    }

    /// Works until nothing is due before `untilMs`.
    func work(_ breakers: CredentialBreakers, untilMs: Int64) async throws {
      let worker = try await store.register(
        name: "w", concurrency: 64, leaseUntilMs: .max / 2, atMs: time.nowMs())
      while true {
        let batch = try await store.claim(workerId: worker, slots: 64, atMs: time.nowMs())
        try await withThrowingTaskGroup(of: Void.self) { group in
          for job in batch.jobs { group.addTask { try await self.attempt(job, breakers) } }
          try await group.waitForAll()
        }
        guard batch.jobs.isEmpty else { continue }
        guard let nextMs = batch.nextRunAtMs, nextMs <= untilMs else { break }
        time.move(toMs: nextMs)
      }
      time.move(toMs: untilMs)
      try await store.retire(workerId: worker, atMs: time.nowMs())
    }

    func count(_ tenant: String, _ state: JobState) async throws -> Int {
      try await store.status(atMs: time.nowMs()).tenants.first { $0.name == tenant }?.byState[state] ?? 0
    }
  }

  private static func seed(_ test: String) -> UInt64 { Seed(test).random.next() }

  @Test(
    "leaves one dead letter and 499 jobs that wait, which run once the role is mended and the one replayed")
  func oneDeadLetter() async throws {
    let world = try World(seed: Self.seed("oneDeadLetter"))
    let breakers = world.breakers()
    world.broken.withLock { _ = $0.insert("acme") }
    try await world.enqueue("acme", 500)
    try await world.enqueue("other", 20)
    try await world.work(breakers, untilMs: world.time.nowMs() + 3_600_000)

    #expect(try await world.count("acme", .dead) == 1)
    #expect(try await world.count("acme", .scheduled) == 499)
    #expect(try await world.count("other", .succeeded) == 20, "nobody else's business")
    let waiting = try await world.store.jobs(
      JobFilter(state: .scheduled, tenant: "acme", reason: CredentialBreakers.reason), limit: 500)
    #expect(waiting.count == 499)
    #expect(waiting.allSatisfy { $0.attempt == 0 }, "waiting is no attempt")
    // Ten at first, as many as run at the same time; then one every few minutes.
    let tries = world.tries.withLock { $0["acme"] ?? 0 }
    #expect(10...50 ~= tries)

    let dead = try #require(
      try await world.store.jobs(JobFilter(state: .dead, tenant: "acme"), limit: 2).first)
    #expect(dead.reason == "assume-role-denied")
    #expect(
      waiting.first?.lastError
        == "waits for the role of tenant 'acme', refused to job \(dead.id) (assume-role-denied): mend that and "
        + "replay what died of it; this job then runs by itself")
    #expect(breakers.snapshot().map(\.key) == [.role(of: "acme")])

    world.broken.withLock { $0 = [] }
    try await world.store.replay(
      ids: [dead.id], payload: nil, staggerMs: 0, atMs: world.time.nowMs())
    let mendedMs = world.time.nowMs()
    try await world.work(breakers, untilMs: mendedMs)
    #expect(try await world.count("acme", .dead) == 0, "it does not wait for the next probe")
    #expect(world.recovered.withLock { $0 } == [.role(of: "acme")])
    #expect(breakers.snapshot().isEmpty)
    try await world.work(breakers, untilMs: mendedMs + 14 * BreakerSettings().probeCapMs)
    #expect(try await world.count("acme", .succeeded) == 500)
  }

  @Test("recovers by a probe if nobody replays anything")
  func recoversByItself() async throws {
    let world = try World(seed: Self.seed("recoversByItself"))
    let breakers = world.breakers()
    world.broken.withLock { _ = $0.insert("acme") }
    try await world.enqueue("acme", 50)
    try await world.work(breakers, untilMs: world.time.nowMs() + 1_800_000)
    world.broken.withLock { $0 = [] }
    try await world.work(breakers, untilMs: world.time.nowMs() + 14 * BreakerSettings().probeCapMs)
    #expect(try await world.count("acme", .succeeded) == 49)
    #expect(try await world.count("acme", .dead) == 1)
  }

  @Test("does not make jobs wait for longer than their patience")
  func patienceEnds() async throws {
    let world = try World(seed: Self.seed("patienceEnds"))
    var settings = BreakerSettings()
    settings.patienceMs = 1_800_000
    world.broken.withLock { _ = $0.insert("acme") }
    try await world.enqueue("acme", 10)
    try await world.work(
      world.breakers(settings),
      untilMs: world.time.nowMs() + settings.patienceMs + 3 * settings.probeCapMs)
    #expect(try await world.count("acme", .dead) == 10)
  }

  @Test("a worker that starts later asks again, but adds nothing to the dead letters")
  func processes() async throws {
    let world = try World(seed: Self.seed("processes"))
    world.broken.withLock { _ = $0.insert("acme") }
    try await world.enqueue("acme", 100)
    for _ in 0..<3 { try await world.work(world.breakers(), untilMs: world.time.nowMs() + 900_000) }
    #expect(try await world.count("acme", .dead) == 1)
    #expect(try await world.count("acme", .scheduled) == 99)
  }

  @Test("a success of a job that began before the refusal proves nothing")
  func oldSuccess() async throws {
    let world = try World(seed: 1)
    let breakers = world.breakers()
    try await world.enqueue("acme", 3)
    let worker = try await world.store.register(name: "w", concurrency: 9, leaseUntilMs: .max / 2, atMs: 0)
    let jobs = try await world.store.claim(workerId: worker, slots: 3, atMs: world.time.nowMs()).jobs
    let use = CredentialUse(needs: [.worker, .role(of: "acme")])
    world.broken.withLock { _ = $0.insert("acme") }
    let early = try await breakers.run(jobs[0], use) {
      // The role is refused to another one in the meantime.
      await #expect(throws: AWSError.self) {
        _ = try await breakers.run(jobs[1], use) { try await world.carryOut(jobs[1]) }
      }
      return .succeeded(result: nil)
    }
    #expect(early == .succeeded(result: nil))
    #expect(breakers.snapshot().count == 1)
    let third = try await breakers.run(jobs[2], use) { .succeeded(result: nil) }
    guard case .snooze(_, let failure) = third else {
      Issue.record("it ran")
      return
    }
    #expect(failure?.reason == CredentialBreakers.reason)
  }

  @Test("of too many refused credentials the ones refused first are asked again")
  func bounded() async throws {
    let world = try World(seed: 1)
    var settings = BreakerSettings()
    settings.maxOpen = 3
    let breakers = CredentialBreakers(settings, time: world.time, random: world.random)
    for tenant in ["a", "b", "c", "d"] {
      world.broken.withLock { _ = $0.insert(tenant) }
      try await world.enqueue(tenant, 1)
    }
    let worker = try await world.store.register(name: "w", concurrency: 9, leaseUntilMs: .max / 2, atMs: 0)
    for job in try await world.store.claim(workerId: worker, slots: 4, atMs: world.time.nowMs()).jobs {
      let use = CredentialUse(needs: [.worker, .role(of: job.tenant)])
      await #expect(throws: AWSError.self) {
        _ = try await breakers.run(job, use) { try await world.carryOut(job) }
      }
    }
    #expect(breakers.snapshot().count == 3)
  }
}
