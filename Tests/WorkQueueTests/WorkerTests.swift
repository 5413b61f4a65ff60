import SQLite
import TestSupport
import Testing
import TimeAndChance
import WorkQueue

@Suite("Worker", .timeLimit(.minutes(5)))
struct WorkerTests {
  @Test("drains: runs all there is, waits for retries, and ends")
  func drain() async throws {
    let operations = [TestOperation.flaky(times: 2), .nothing()]
    let it = try await WorkerHarness(operations)
    try await it.enqueue("flaky", (0..<20).map { "f\($0)" })
    try await it.enqueue("nothing", ["last"], after: ["f0", "f19"])
    try await it.enqueue("flaky", ["hopeless"], maxAttempts: 2)
    let summary = try await it.worker(operations).run()
    #expect(summary.settled == [.scheduled: 41, .succeeded: 21, .dead: 1])
    #expect(summary.stale == 0)
    let status = try await it.store.status(atMs: SystemTime().nowMs())
    #expect(status.count(.succeeded) == 21)
    #expect(status.workers.isEmpty, "it has left")
    try await it.check()
  }

  @Test("an empty queue is drained at once")
  func empty() async throws {
    let it = try await WorkerHarness([TestOperation.nothing()])
    #expect(try await it.worker([TestOperation.nothing()]).run().settled == [:])
  }

  @Test("told to stop, it lets what runs finish and takes nothing new")
  func stop() async throws {
    let gate = Gate()
    let started = Events<Int64>()
    let operations = [TestOperation.held(by: gate, telling: started)]
    let it = try await WorkerHarness(operations)
    try await it.enqueue("held", ["a", "b"])
    let worker = try it.worker(operations, drain: false, concurrency: 1)
    async let summary = worker.run()
    try await started.wait(count: 1)
    await worker.stop()
    await worker.stop()
    gate.open()
    #expect(try await summary.settled == [.succeeded: 1])
    #expect(try await it.store.jobs(JobFilter(), limit: 2).map(\.state) == [.succeeded, .ready])
    try await it.check()
  }

  @Test("what outlasts the grace is put back, and the attempt does not count")
  func grace() async throws {
    let started = Events<Int64>()
    let operations = [TestOperation.held(by: Gate(), telling: started)]
    let it = try await WorkerHarness(operations)
    let id = try await it.enqueue("held", ["a"])[0]
    let worker = try it.worker(operations, drain: false, graceMs: 0)
    async let summary = worker.run()
    try await started.wait(count: 1)
    await worker.stop()
    #expect(try await summary.settled == [.ready: 1])
    let job = try await it.store.job(id: id)
    #expect(job?.state == .ready)
    #expect(job?.attempt == 0)
    #expect(try await it.store.log(LogFilter(jobId: id), afterId: nil, limit: 1)[0].event == "drained")
    try await it.check()
  }

  @Test("an attempt that takes too long is ended and counts")
  func timeout() async throws {
    let operations = [TestOperation.held(by: Gate())]
    let it = try await WorkerHarness(operations)
    let id = try await it.enqueue("held", ["a"], maxAttempts: 1)[0]
    _ = try await it.worker(operations, leaseMs: 60, attemptTimeoutMs: 1).run()
    let job = try await it.store.job(id: id)
    #expect(job?.state == .dead)
    #expect(job?.reason == "attempt-timed-out")
    #expect(job?.lastError?.contains("1 ms") == true)
  }

  @Test("a kind that it does not know is put back for a newer worker")
  func unknownKind() async throws {
    let it = try await WorkerHarness([TestOperation.nothing("future")])
    let id = try await it.enqueue("future", ["a"])[0]
    let worker = try it.worker([TestOperation.nothing()], drain: false)
    async let summary = worker.run()
    try await it.settled()
    await worker.stop()
    _ = try await summary
    let job = try await it.store.job(id: id)
    #expect(job?.state == .scheduled)
    #expect(job?.reason == "unknown-kind")
    #expect(job?.attempt == 0)
  }

  @Test("a payload with problems is dead before its first effect, with all of them said")
  func invalidPayload() async throws {
    let ran = Events<Int64>()
    let operation = TestOperation(
      KindRule(name: "strict"), check: { _ in ["$.a is missing", "$.b is odd"] },
      body: {
        ran.add($0.job.id)
        return .succeeded(result: nil)
      })
    let it = try await WorkerHarness([operation])
    let id = try await it.enqueue("strict", ["a"])[0]
    _ = try await it.worker([operation]).run()
    let job = try await it.store.job(id: id)
    #expect(job?.state == .dead)
    #expect(job?.reason == "invalid-payload")
    #expect(job?.lastError == "$.a is missing; $.b is odd")
    #expect(ran.all.isEmpty)
  }

  @Test("what an operation throws is a retry: its own failure, or an internal error")
  func throwing() async throws {
    struct Odd: Error {}
    let operations = [
      TestOperation(KindRule(name: "failing", maxAttempts: 1)) { _ in
        throw Failure(reason: "denied", message: "no")
      },
      TestOperation(KindRule(name: "odd", maxAttempts: 1)) { _ in throw Odd() },
      TestOperation(KindRule(name: "garbled")) { _ in .succeeded(result: "{") },
    ]
    let it = try await WorkerHarness(operations)
    for kind in ["failing", "odd", "garbled"] { try await it.enqueue(kind, [kind]) }
    _ = try await it.worker(operations).run()
    let jobs = try await it.store.jobs(JobFilter(), limit: 3)
    #expect(jobs.map(\.state) == [.dead, .dead, .succeeded])
    #expect(jobs.map(\.reason) == ["denied", "internal-error", nil])
  }

  @Test("an operation has the same token in each attempt, remembers, and writes to the log")
  func context() async throws {
    let tokens = Events<String>()
    let remembered = Events<String?>()
    let operation = TestOperation(KindRule(name: "careful")) { context in
      tokens.add(context.requestToken)
      remembered.add(context.job.checkpoint)
      context.log("call", detail: #"{"n":\#(context.job.attempt)}"#)
      try await context.checkpoint(#"{"n":\#(context.job.attempt)}"#)
      if context.job.attempt < 3 { throw Failure(reason: "again", message: "again") }
      return .succeeded(result: nil)
    }
    let it = try await WorkerHarness([operation])
    let id = try await it.enqueue("careful", ["a"])[0]
    _ = try await it.worker([operation]).run()
    #expect(Set(tokens.all).count == 1)
    #expect(tokens.all[0] == "headgate-\(it.store.databaseId)-\(id)-1")
    #expect(remembered.all == [nil, #"{"n":1}"#, #"{"n":2}"#])
    let calls = try await it.store.log(LogFilter(jobId: id), afterId: 0, limit: 100).filter {
      $0.event == "call"
    }
    #expect(calls.map(\.attempt) == [1, 2, 3])
    try await it.check()
  }
}
