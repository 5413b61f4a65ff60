import TestSupport
import Testing
import WorkQueue

/// A store under test, and what the suite needs to talk to it in short sentences. Another store passes the same
/// suite by standing in `StoreUnderTest.all`.
struct StoreUnderTest: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let make: @Sendable () async throws -> StoreInUse

  static let all = [sqlite, inMemory]

  private static let inMemory = StoreUnderTest(testDescription: "in memory") {
    let store = try SQLiteJobStore(inMemory: StoreInUse.operations)
    return StoreInUse(store: store) {
      let findings = try await store.audit()
      #expect(findings == [])
    }
  }

  private static let sqlite = StoreUnderTest(testDescription: "SQLite") {
    let database = try TestDatabase(StoreInUse.operations)
    return try StoreInUse(store: database.store()) { try await Invariants.check(database.path) }
  }
}

struct StoreInUse: Sendable {
  let store: any JobStore
  let checkInvariants: @Sendable () async throws -> Void

  static let operations = OperationRegistry(
    [TestOperation.nothing("free"), TestOperation.ordered("ordered")], secretFields: ["password"])

  func job(
    _ key: String, _ tenant: String = "acme", kind: String = "free", payload: String = "{}",
    after: [NewJob.Dependency] = [], priority: Int = 0, runAtMs: Int64? = nil, maxAttempts: Int? = nil
  ) -> NewJob {
    NewJob(
      tenant: tenant, kind: kind, idempotencyKey: key, payload: payload, dependsOn: after, priority: priority,
      runAtMs: runAtMs, maxAttempts: maxAttempts)
  }

  @discardableResult
  func enqueue(_ jobs: [NewJob], tenants: [Tenant] = [], atMs: Int64 = 1_000) async throws -> [Int64] {
    try await store.enqueue(jobs, saving: tenants, atMs: atMs).jobs.map(\.id)
  }

  func register(leaseUntilMs: Int64 = 1_000_000) async throws -> Int64 {
    try await store.register(name: "test", concurrency: 100, leaseUntilMs: leaseUntilMs, atMs: 1_000)
  }

  func claim(_ worker: Int64, _ slots: Int = 100, atMs: Int64 = 2_000) async throws -> [ClaimedJob] {
    try await store.claim(workerId: worker, slots: slots, atMs: atMs).jobs
  }

  func settle(_ job: ClaimedJob, _ settlement: Settlement, atMs: Int64 = 3_000) async throws -> Bool {
    try await store.settle(jobId: job.id, leaseToken: job.leaseToken, settlement, atMs: atMs)
  }

  func state(_ id: Int64) async throws -> JobState? { try await store.job(id: id)?.state }
}
