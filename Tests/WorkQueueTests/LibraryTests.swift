import SQLite
import TestSupport
import Testing
import TimeAndChance

@testable import WorkQueue

@Suite("The library", .timeLimit(.minutes(5)))
struct LibraryTests {
  private struct Recorder: Middleware {
    let name: String
    let events: Events<String>

    func attempt(
      _ context: JobContext, _ next: @Sendable (JobContext) async throws -> Outcome
    ) async throws -> Outcome {
      events.add("\(name) before \(context.job.kind)")
      let outcome = try await next(context)
      events.add("\(name) after")
      return outcome
    }
  }

  private struct Guard: Middleware {
    func attempt(
      _ context: JobContext, _ next: @Sendable (JobContext) async throws -> Outcome
    ) async throws -> Outcome {
      .cancelled(Failure(reason: "not-today", message: "a guard stands before it"))
    }
  }

  private static func job(_ key: String) -> NewJob {
    NewJob(tenant: "acme", kind: "nothing", idempotencyKey: key, payload: "{}")
  }

  private func queue() async throws -> JobQueue {
    let queue = try JobQueue(inMemory: OperationRegistry([TestOperation.nothing()]))
    try await queue.save(Tenant(name: "acme"))
    return queue
  }

  @Test("middleware stands around each attempt, the outermost first, and can answer in its place")
  func middleware() async throws {
    let queue = try await queue()
    let events = Events<String>()
    let first = try await queue.enqueue(Self.job("a")).id
    _ = try await queue.worker(
      WorkerOptions(drain: true),
      middleware: [Recorder(name: "outer", events: events), Recorder(name: "inner", events: events)]
    ).run()
    #expect(events.all == ["outer before nothing", "inner before nothing", "inner after", "outer after"])
    #expect(try await queue.job(id: first)?.state == .succeeded)
    let second = try await queue.enqueue(Self.job("b")).id
    _ = try await queue.worker(WorkerOptions(drain: true), middleware: [Guard()]).run()
    #expect(try await queue.job(id: second)?.reason == "not-today")
  }

  @Test("the end of a job can be awaited, and not for longer than one wants")
  func end() async throws {
    let queue = try await queue()
    let id = try await queue.enqueue(Self.job("a")).id
    #expect(try await queue.end(ofJob: id, timeoutMs: 1)?.state == .ready)
    #expect(try await queue.end(ofJob: 99, timeoutMs: 1) == nil)
    async let end = queue.end(ofJob: id, timeoutMs: 60_000)
    _ = try await queue.worker(WorkerOptions(drain: true)).run()
    #expect(try await end?.state == .succeeded)
  }

  @Test("a job goes with a transaction of the caller's own, or not at all")
  func ownTransaction() async throws {
    let database = try TestDatabase()
    let queue = try JobQueue(path: database.path, operations: OperationRegistry([TestOperation.nothing()]))
    try await queue.save(Tenant(name: "acme"))
    // Another connection, as the caller's own library would have it.
    let own = try database.connect()
    try own.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY)")
    var job = Self.job("a")
    job.retry = RetryRules(.init(baseMs: 5))
    job.dependsOn = []
    let insertion = try queue.insertion(of: job)
    let values = insertion.arguments.map { value -> SQLiteValue in
      switch value {
      case .null: .null
      case .integer(let number): .integer(number)
      case .text(let text): .text(text)
      }
    }
    for isKept in [false, true] {
      try own.execute("BEGIN IMMEDIATE")
      try own.execute("INSERT INTO orders VALUES (1)")
      #expect(try own.run(insertion.sql, values) == 1)
      try own.execute(isKept ? "COMMIT" : "ROLLBACK")
      #expect(try await queue.jobs().count == (isKept ? 1 : 0))
    }
    #expect(try own.run(insertion.sql, values) == 0, "it is there already")
    #expect(try await queue.jobs()[0].retry == #"{"baseMs":5}"#)
    #expect(
      try await queue.enqueue(job).created == false, "and is the one that the library would have inserted")
  }

  @Test("a queue in memory has the schema's rules and is nobody else's")
  func inMemory() async throws {
    let one = try await queue()
    let other = try await queue()
    _ = try await one.enqueue(Self.job("a"))
    #expect(try await other.jobs().isEmpty)
    await #expect(throws: EnqueueRefusal.self) {
      try await one.enqueue(NewJob(tenant: "nobody", kind: "nothing", idempotencyKey: "k", payload: "{}"))
    }
    #expect(try await one.worker(WorkerOptions(drain: true)).run().settled == [.succeeded: 1])
  }
}
