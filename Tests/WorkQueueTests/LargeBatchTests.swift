import Foundation
import TestSupport
import Testing

@testable import SQLite
@testable import WorkQueue

@Suite("A large batch")
struct LargeBatchTests {
  private let database: TestDatabase

  init() throws { database = try TestDatabase() }

  /// Commits in the log of writes since it began.
  private func commits() throws -> Int {
    let log = try Data(contentsOf: URL(fileURLWithPath: database.path + "-wal"))
    let frame = 24 + 4_096
    return stride(from: 32, to: log.count, by: frame).count { start in
      // A frame has the log's salt, unless an earlier log has left it there; a commit's has the database's size.
      log[start + 8..<start + 16] == log[16..<24] && log[start + 4..<start + 8] != Data(count: 4)
    }
  }

  @Test(
    "it is written in portions, which end early where another process has waited for long",
    arguments: [false, true])
  func portions(othersHaveWaited: Bool) async throws {
    let store = try database.store()
    _ = try await store.enqueue([], saving: [Tenant(name: "acme")], atMs: 1)
    let other = try Connection(path: database.path, access: .readWrite, busyTimeoutMs: 0)
    _ = try other.integer("SELECT count(*) FROM jobs")
    if othersHaveWaited { other.turn.urge() }
    let before = try commits()
    let jobs = (0..<600).map {
      NewJob(tenant: $0 == 130 ? "nobody" : "acme", kind: "nothing", idempotencyKey: "\($0)", payload: "{}")
    }
    let results = try await store.enqueueEach(jobs, .each, atMs: 1)
    #expect(try commits() - before == (othersHaveWaited ? 600 / QueueLimits.enqueuedPerLook : 3))
    #expect(results.count == 600)
    for (index, result) in results.enumerated() {
      switch result {
      case .success(let job): #expect(job.created && index != 130)
      case .failure(let refusal): #expect(refusal.index == 130 && index == 130)
      }
    }
    try await Invariants.check(database.path)
  }

  @Test(
    "a tenant's jobs come together, in their order; tenants as they come; a piece of the batch at a time")
  func order() {
    let size = QueueLimits.maxEnqueuedTogether
    let jobs = (0..<size + 4).map {
      NewJob(tenant: "tenant-\($0 % 3)", kind: "nothing", idempotencyKey: "\($0)", payload: "{}")
    }
    let first = (0..<3).flatMap { Array(stride(from: $0, to: size, by: 3)) }
    // 10,000 is the second tenant's, and so is 10,003.
    let isAsPlanned = BatchOrder.places(of: jobs) == first + [size, size + 3, size + 1, size + 2]
    #expect(isAsPlanned)
    #expect(BatchOrder.places(of: []).isEmpty)
  }

  @Test(
    "what came of each job is told in the order of the batch, however it is written",
    arguments: [false, true])
  func results(allOrNone: Bool) async throws {
    let queue = try JobQueue(path: database.path, operations: OperationRegistry([TestOperation.nothing()]))
    for number in 0..<3 { try await queue.save(Tenant(name: "tenant-\(number)")) }
    let jobs = (0..<600).map {
      NewJob(
        tenant: "tenant-\($0 % 3)", kind: "nothing", idempotencyKey: "\($0)", payload: "{}",
        dependsOn: $0 < 3 ? [] : [.key("\($0 - 3)")])
    }
    let results = try await queue.enqueueEach(jobs, allOrNone: allOrNone)
    #expect(results.count == jobs.count)
    var newest: [String: Int64] = [:]
    for (job, result) in zip(jobs, results) {
      let id = try result.get().id
      #expect(try await queue.job(id: id)?.idempotencyKey == job.idempotencyKey)
      #expect(id > newest[job.tenant, default: 0])
      newest[job.tenant] = id
    }
    try await Invariants.check(database.path)
  }
}
