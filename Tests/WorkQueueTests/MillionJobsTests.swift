import SQLite
import TestSupport
import Testing

@testable import WorkQueue

/// What holds of a few tenants must hold of ten thousand with a million jobs.
@Suite("A million jobs of ten thousand tenants", .timeLimit(.minutes(5)))
struct MillionJobsTests {
  private static let tenants = 10_000

  @Test("one job more starts within two rounds, and 9 of 10 tenants paused cost a claim less than half more")
  func fairAndCheap() async throws {
    let database = try TestDatabase()
    let sql = try database.connect()
    try LargeQueue.fill(sql, tenants: Self.tenants, jobsEach: 100)
    let store = try database.store()
    let worker = try await store.register(
      name: "w", concurrency: 30_000, leaseUntilMs: 1 << 50, atMs: 0)

    for _ in 0..<3 { _ = try await store.claim(workerId: worker, slots: 256, atMs: 1) }
    _ = try await store.enqueue(
      [NewJob(tenant: "z-late", kind: "nothing", idempotencyKey: "only", payload: "{}")],
      saving: [Tenant(name: "z-late")], atMs: 1)
    var turns: [String: Int] = [:]
    var served = 0
    // A round gives each tenant that waits a turn; by its name this one would be the last of all.
    while turns["z-late"] == nil {
      for job in try await store.claim(workerId: worker, slots: 256, atMs: 2).jobs {
        turns[job.tenant, default: 0] += 1
        served += 1
      }
      try #require(served <= 2 * (Self.tenants + 1))
    }
    #expect(turns.values.allSatisfy { $0 <= 2 }, "nobody had a third turn before")

    let open = try steps(toClaim: 64, worker, sql)
    try sql.run("UPDATE tenants SET paused_at = 3 WHERE name NOT LIKE '%0'")
    let paused = try steps(toClaim: 64, worker, sql)
    #expect(Double(paused) < 1.5 * Double(open), "\(paused) steps with 9 of 10 paused, \(open) without")
    try await Invariants.check(database.path)
  }

  private func steps(toClaim slots: Int, _ worker: Int64, _ sql: Connection) throws -> Int {
    var jobs = 0
    let steps = try sql.countingSteps {
      jobs = try sql.transaction {
        try SQLiteJobStore.claimReady(workerId: worker, slots: slots, atMs: 3, on: $0).count
      }
    }
    #expect(jobs == slots)
    return steps
  }
}
