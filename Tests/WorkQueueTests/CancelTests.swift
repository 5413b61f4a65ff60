import SQLite
import TestSupport
import Testing
import TimeAndChance

@testable import WorkQueue

@Suite("Cancelling, time-outs and deadlines", .timeLimit(.minutes(5)))
struct CancelTests {
  private let gate = Gate()
  private let started = Events<Int64>()
  private let operation: TestOperation

  init() { operation = TestOperation.held(by: gate, telling: started) }

  private func settledState(_ events: Events<WorkerEvent>) async throws -> (JobState, String?) {
    try await events.wait { $0.contains { if case .settled = $0 { true } else { false } } }
    for case .settled(_, let state, let reason) in events.all { return (state, reason) }
    throw CancellationError()
  }

  @Test("a running job that another process cancels stops, and says that what it sent may have taken effect")
  func running() async throws {
    let it = try await WorkerHarness([operation])
    let id = try await it.enqueue("held", ["a"])[0]
    let worker = try it.worker([operation], drain: false)
    async let summary = worker.run()
    try await started.wait(count: 1)
    // Another store has another connection, as another process would.
    let result = try await it.database.store().cancel(ids: [id], cascade: false, reason: "cancelled", atMs: 5)
    #expect(result == Cancellation(stopping: [id]))
    let (state, reason) = try await settledState(it.events)
    #expect(state == .cancelled && reason == "cancelled")
    let job = try #require(try await it.store.job(id: id))
    #expect(job.lastError?.contains("may have taken effect") == true)
    await worker.stop()
    _ = try await summary
    try await it.check()
  }

  @Test("what has not started is cancelled at once, what is dead is discarded and keeps its reason")
  func notStarted() async throws {
    let dying = TestOperation(KindRule(name: "dying")) { _ in .dead(Failure(reason: "broken", message: "m")) }
    let it = try await WorkerHarness([operation, dying])
    let dead = try await it.enqueue("dying", ["d"])[0]
    _ = try await it.worker([dying]).run()
    let ready = try await it.enqueue("held", ["a"])[0]
    let blocked = try await it.enqueue("held", ["b"], after: ["a"])[0]
    let result = try await it.store.cancel(
      ids: [blocked, ready, dead], cascade: false, reason: "cancelled", atMs: 1 << 45)
    #expect(result == Cancellation(cancelled: [dead, ready, blocked]))
    #expect(try await it.store.job(id: dead)?.reason == "broken")
    for id in [dead, ready, blocked] { #expect(try await it.store.job(id: id)?.state == .cancelled) }
    await #expect(throws: OperatorRefusal.self) {
      try await it.store.cancel(ids: [ready], cascade: false, reason: "cancelled", atMs: 1)
    }
    try await it.check()
  }

  @Test("one that cannot be cancelled leaves the others as they were")
  func allOrNone() async throws {
    let it = try await WorkerHarness([operation])
    let id = try await it.enqueue("held", ["a"])[0]
    await #expect(throws: OperatorRefusal.self) {
      try await it.store.cancel(ids: [id, 99], cascade: false, reason: "cancelled", atMs: 1)
    }
    #expect(try await it.store.job(id: id)?.state == .ready)
  }

  @Test("with cascade all that waits goes too, over dependencies and resources; without it goes on")
  func cascade() async throws {
    let ordered = TestOperation.ordered()
    let it = try await WorkerHarness([operation, ordered])
    let first = try await it.enqueue("ordered", ["first"], payload: #"{"at":"x"}"#)[0]
    let behind = try await it.enqueue("ordered", ["behind"], payload: #"{"at":"x"}"#)[0]
    let dependent = try await it.enqueue("held", ["dependent"], after: ["behind"])[0]
    let other = try await it.enqueue("ordered", ["other"], payload: #"{"at":"y"}"#)[0]
    let all = try await it.store.cancel(ids: [first], cascade: true, reason: "cancelled", atMs: 1 << 45)
    #expect(all == Cancellation(cancelled: [first, behind, dependent]))
    #expect(try await it.store.job(id: other)?.state == .ready)
    // None of them was let go on in between.
    #expect(
      try await it.store.log(LogFilter(jobId: dependent), afterId: nil, limit: 9).map(\.event)
        == ["enqueued", "cancelled"])
    let next = try await it.enqueue("ordered", ["next"], payload: #"{"at":"y"}"#)[0]
    _ = try await it.store.cancel(ids: [other], cascade: false, reason: "cancelled", atMs: 1 << 45)
    #expect(try await it.store.job(id: next)?.state == .ready)
    try await it.check()
  }

  @Test("an attempt ends at the job's own time-out, and the next one comes")
  func timeout() async throws {
    let it = try await WorkerHarness([operation])
    var job = NewJob(tenant: "acme", kind: "held", idempotencyKey: "a", payload: "{}", maxAttempts: 1)
    job.timeoutMs = 1
    let id = try await it.store.enqueue([job], saving: [], atMs: SystemTime().nowMs()).jobs[0].id
    _ = try await it.worker([operation]).run()
    let after = try #require(try await it.store.job(id: id))
    #expect(after.state == .dead && after.reason == "attempt-timed-out")
    #expect(after.lastError == "the attempt took longer than 1 ms")
  }

  @Test("a kind's time-out and retry rules hold for its jobs")
  func kindSettings() async throws {
    let it = try await WorkerHarness([operation])
    var settings = try #require(try await it.store.kindSettings().first)
    settings.timeoutMs = 1
    settings.retry = RetryRules(.init(maxAttempts: 2, baseMs: 1, capMs: 1))
    try await it.store.save(settings)
    #expect(try await it.store.kindSettings() == [settings])
    let id = try await it.enqueue("held", ["a"])[0]
    _ = try await it.worker([operation]).run()
    let after = try #require(try await it.store.job(id: id))
    #expect(after.state == .dead && after.attempt == 2 && after.maxAttempts == 2)
    try QueueDatabase.prepare(path: it.database.path, rules: OperationRegistry([operation]))
    #expect(try await it.store.kindSettings() == [settings], "a new start of the program leaves them alone")
  }

  @Test("a job whose deadline passed while it waited is not run any more")
  func deadline() async throws {
    let it = try await WorkerHarness([operation])
    var job = NewJob(tenant: "acme", kind: "held", idempotencyKey: "a", payload: "{}")
    job.giveUpAtMs = 5
    let id = try await it.store.enqueue([job], saving: [], atMs: 1).jobs[0].id
    _ = try await it.worker([operation]).run()
    #expect(started.all.isEmpty)
    #expect(try await it.store.job(id: id)?.reason == "deadline-passed")
  }
}
