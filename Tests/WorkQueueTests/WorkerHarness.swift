import TestSupport
import Testing
import TimeAndChance
import WorkQueue

/// A database, a store, and workers that tell what they do.
struct WorkerHarness {
  let database: TestDatabase
  let store: SQLiteJobStore
  let events = Events<WorkerEvent>()

  init(_ operations: [any Operation], tenants: [String] = ["acme"]) async throws {
    database = try TestDatabase(OperationRegistry(operations))
    store = try database.store()
    _ = try await store.enqueue([], saving: tenants.map { Tenant(name: $0) }, atMs: 0)
  }

  func worker(
    _ operations: [any Operation], drain: Bool = true, concurrency: Int = 8, leaseMs: Int64 = 60_000,
    attemptTimeoutMs: Int64 = 600_000, graceMs: Int64 = 30_000, seed: UInt64 = 1
  ) throws -> Worker {
    let events = events
    return Worker(
      store: try database.store(), operations: OperationRegistry(operations),
      options: WorkerOptions(
        concurrency: concurrency, drain: drain, retry: RetryPolicy(baseMs: 1, capMs: 4), leaseMs: leaseMs,
        attemptTimeoutMs: attemptTimeoutMs, graceMs: graceMs),
      random: SeededRandom(seed: seed), observe: { events.add($0) })
  }

  @discardableResult
  func enqueue(
    _ kind: String, _ keys: [String], payload: String = "{}", maxAttempts: Int? = nil, after: [String] = []
  ) async throws -> [Int64] {
    try await store.enqueue(
      keys.map {
        NewJob(
          tenant: "acme", kind: kind, idempotencyKey: $0, payload: payload, dependsOn: after.map { .key($0) },
          maxAttempts: maxAttempts)
      }, saving: [], atMs: SystemTime().nowMs()
    ).jobs.map(\.id)
  }

  func settled() async throws {
    try await events.wait { $0.contains { if case .settled = $0 { true } else { false } } }
  }

  func check() async throws { try await Invariants.check(database.path) }
}
