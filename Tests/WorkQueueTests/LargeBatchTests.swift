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
}
