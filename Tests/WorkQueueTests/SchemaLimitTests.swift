import SQLite
import TestSupport
import Testing

@testable import WorkQueue

@Suite("Limits and pauses")
struct SchemaLimitTests {
  let database: TestDatabase
  let store: SQLiteJobStore
  let sql: Connection

  init() async throws {
    database = try TestDatabase(
      OperationRegistry([TestOperation.nothing("slow"), TestOperation.nothing("quick")]))
    store = try database.store()
    sql = try database.connect()
    let tenants = ["acme", "bolt", "cole"]
    _ = try await store.enqueue(
      tenants.flatMap { tenant in
        (0..<20).flatMap { number in
          ["slow", "quick"].map {
            NewJob(tenant: tenant, kind: $0, idempotencyKey: "\($0)\(number)", payload: "{}")
          }
        }
      }, saving: tenants.map { Tenant(name: $0, maxRunning: 12) }, atMs: 1_000)
  }

  private func claim(_ slots: Int, worker: Int64) async throws -> [ClaimedJob] {
    try await store.claim(workerId: worker, slots: slots, atMs: 2_000).jobs
  }

  private func worker() async throws -> Int64 {
    try await store.register(name: "w", concurrency: 100, leaseUntilMs: 1 << 40, atMs: 1_000)
  }

  @Test("of a kind no more run than its limit, whoever asks, and the slots go to other kinds")
  func kindLimit() async throws {
    try sql.run("UPDATE kinds SET max_running = 4 WHERE name = 'slow'")
    let workers = [try await worker(), try await worker()]
    var jobs: [ClaimedJob] = []
    for worker in workers { jobs += try await claim(14, worker: worker) }
    #expect(jobs.count == 28)
    #expect(jobs.count { $0.kind == "slow" } == 4)
    let slow = try #require(jobs.first { $0.kind == "slow" })
    _ = try await store.settle(
      jobId: slow.id, leaseToken: slow.leaseToken, .succeeded(result: nil), atMs: 3_000)
    #expect(try await claim(100, worker: workers[0]).count { $0.kind == "slow" } == 1)
    try await Invariants.check(database.path)
  }

  @Test("a tenant runs no more than its limit over all kinds, and runs on when one of its jobs leaves")
  func tenantLimit() async throws {
    let worker = try await worker()
    let first = try await claim(200, worker: worker)
    #expect(first.count == 36)
    #expect(try sql.integer("SELECT count(*) FROM lanes WHERE closed <> 2") == 0)
    #expect(try await claim(200, worker: worker).isEmpty)
    let leaving = try #require(first.first { $0.tenant == "bolt" })
    _ = try await store.settle(
      jobId: leaving.id, leaseToken: leaving.leaseToken,
      .retry(runAtMs: 9_000, Failure(reason: "r", message: "m")),
      atMs: 3_000)
    #expect(try await claim(200, worker: worker).map(\.tenant) == ["bolt"])
    try sql.run("UPDATE tenants SET max_running = 2 WHERE name = 'acme'")
    #expect(try await claim(200, worker: worker).isEmpty, "a limit below what runs")
    try sql.run("UPDATE tenants SET max_running = 13 WHERE name = 'acme'")
    #expect(try await claim(200, worker: worker).map(\.tenant) == ["acme"])
    try await Invariants.check(database.path)
  }

  @Test("limits that were lowered for all tenants leave nobody behind them unseen")
  func lowered() async throws {
    let worker = try await worker()
    _ = try await claim(15, worker: worker)
    try sql.run("UPDATE tenants SET max_running = 1")
    _ = try await store.enqueue(
      [NewJob(tenant: "late", kind: "quick", idempotencyKey: "k", payload: "{}")],
      saving: [Tenant(name: "late")],
      atMs: 1_000)
    #expect(try await claim(1, worker: worker).map(\.tenant) == ["late"])
  }

  @Test("no more run than the queue's limit in all")
  func queueLimit() async throws {
    try sql.run("UPDATE queue SET max_running = 7")
    let workers = [try await worker(), try await worker()]
    #expect(try await claim(5, worker: workers[0]).count == 5)
    #expect(try await claim(5, worker: workers[1]).count == 2)
    #expect(try await claim(5, worker: workers[1]).isEmpty)
  }

  @Test("a pause of a kind, a tenant or everything holds from the next claim on, and so does its end")
  func pauses() async throws {
    let worker = try await worker()
    try sql.run("UPDATE kinds SET paused_at = 1 WHERE name = 'slow'")
    #expect(Set(try await claim(6, worker: worker).map(\.kind)) == ["quick"])
    try sql.run("UPDATE tenants SET paused_at = 1 WHERE name = 'acme'")
    #expect(Set(try await claim(6, worker: worker).map(\.tenant)) == ["bolt", "cole"])
    try sql.run("UPDATE queue SET paused_at = 1")
    #expect(try await claim(6, worker: worker).isEmpty)
    try sql.run("UPDATE queue SET paused_at = NULL")
    try sql.run("UPDATE kinds SET paused_at = NULL")
    try sql.run("UPDATE tenants SET paused_at = NULL")
    let rest = try await claim(200, worker: worker)
    #expect(Set(rest.map(\.kind)) == ["slow", "quick"])
    #expect(Set(rest.map(\.tenant)).count == 3)
    try await Invariants.check(database.path)
  }

  @Test("the most urgent jobs of a tenant come first, of whatever kind")
  func urgencyOverKinds() async throws {
    try sql.run("UPDATE tenants SET paused_at = 1 WHERE name <> 'acme'")
    _ = try await store.enqueue(
      [
        NewJob(tenant: "acme", kind: "slow", idempotencyKey: "now", payload: "{}", priority: 5),
        NewJob(tenant: "acme", kind: "quick", idempotencyKey: "next", payload: "{}", priority: 3),
      ], saving: [], atMs: 1_000)
    let worker = try await worker()
    #expect(try await claim(1, worker: worker).map(\.kind) == ["slow"])
    let batch = try await claim(4, worker: worker)
    #expect(batch.contains { $0.id == 122 })
    #expect(batch.count == 4)
  }
}
