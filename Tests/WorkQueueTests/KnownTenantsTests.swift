import TestSupport
import Testing

@testable import WorkQueue

@Suite("The tenants that a worker knows")
struct KnownTenantsTests {
  private func tenant(_ region: String) -> Tenant { Tenant(name: "acme", region: region) }

  private func enqueue(_ key: String, _ store: SQLiteJobStore, saving tenants: [Tenant] = []) async throws {
    let job = NewJob(tenant: "acme", kind: "nothing", idempotencyKey: key, payload: "{}")
    _ = try await store.enqueue([job], saving: tenants, atMs: 1_000)
  }

  private func claim(_ store: SQLiteJobStore, _ worker: Int64) async throws -> ClaimedJob {
    try #require(try await store.claim(workerId: worker, slots: 1, atMs: 2_000).jobs.first)
  }

  @Test("a job sees what another program had made of its tenant when it was claimed")
  func foreignChange() async throws {
    let database = try TestDatabase()
    let (ours, theirs) = (try database.store(), try database.store())
    try await enqueue("1", ours, saving: [tenant("eu-central-1")])
    let worker = try await ours.register(name: "w", concurrency: 9, leaseUntilMs: 1_000_000, atMs: 1_000)
    let first = try await claim(ours, worker)
    #expect(try await ours.tenant(of: first)?.region == "eu-central-1")
    _ = try await theirs.enqueue([], saving: [tenant("us-east-1")], atMs: 1_000)
    try await enqueue("2", theirs)
    let second = try await claim(ours, worker)
    #expect(try await ours.tenant(of: second)?.region == "us-east-1")
    #expect(try await ours.tenant(of: first)?.region == "us-east-1")
  }

  @Test("a change by the same program is seen at once, whatever was claimed")
  func ownChange() async throws {
    let database = try TestDatabase()
    let store = try database.store()
    try await enqueue("1", store, saving: [tenant("eu-central-1")])
    let worker = try await store.register(name: "w", concurrency: 9, leaseUntilMs: 1_000_000, atMs: 1_000)
    let job = try await claim(store, worker)
    #expect(try await store.tenant(of: job)?.region == "eu-central-1")
    _ = try await store.enqueue([], saving: [tenant("us-east-1")], atMs: 1_000)
    #expect(try await store.tenant(of: job)?.region == "us-east-1")
    _ = try await store.setPaused(true, .tenant("acme"), atMs: 3_000)
    #expect(try await store.tenant(of: job)?.pausedAtMs == 3_000)
  }

  @Test("a row is read once, until others' commits are seen")
  func reads() throws {
    let known = KnownTenants()
    var reads = 0
    func read() -> String? {
      known.tenant(named: "acme") {
        reads += 1
        return tenant("read-\(reads)")
      }?.region
    }
    known.claim(seeing: 7)
    #expect(read() == "read-1")
    known.claim(seeing: 7)
    #expect(read() == "read-1")
    known.claim(seeing: 8)
    #expect(read() == "read-2")
    // What cannot be asked for has perhaps changed.
    known.claim(seeing: nil)
    #expect(read() == "read-3")
    known.claim(seeing: nil)
    #expect(read() == "read-4")
  }

  @Test("what was read before a change is not remembered after it")
  func changeDuringRead() {
    let known = KnownTenants()
    let old = known.tenant(named: "acme") {
      known.forget()
      return tenant("old")
    }
    #expect(old?.region == "old")
    #expect(known.tenant(named: "acme") { tenant("new") }?.region == "new")
    #expect(known.tenant(named: "other") { nil } == nil)
    #expect(known.tenant(named: "other") { tenant("later") }?.region == "later")
  }

  @Test("no more rows are kept than the bound allows")
  func bound() {
    let known = KnownTenants()
    var reads = 0
    func read(_ number: Int) {
      _ = known.tenant(named: "\(number)") {
        reads += 1
        return tenant("eu-central-1")
      }
    }
    for number in 0..<QueueLimits.maxKnownTenants { read(number) }
    read(0)
    #expect(reads == QueueLimits.maxKnownTenants)
    read(-1)
    read(0)
    #expect(reads == QueueLimits.maxKnownTenants + 2)
  }
}
