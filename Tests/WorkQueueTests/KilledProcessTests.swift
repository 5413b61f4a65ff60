import Foundation
import SQLite
import TestSupport
import Testing
import TimeAndChance
import WorkQueue

@Suite("Worker processes", .timeLimit(.minutes(3)))
struct KilledProcessTests {
  let directory: TemporaryDirectory
  let queue: String
  let effects: String

  init() throws {
    directory = try TemporaryDirectory()
    queue = directory.file("queue.db")
    effects = directory.file("effects.db")
    let rule = KindRule(
      name: "effect", resourcePrefix: "at/", resourcePath: "$.at", required: ["$.at", "$.plan"],
      maxAttempts: 5)
    try QueueDatabase.prepare(
      path: queue, rules: OperationRegistry([TestOperation(rule) { _ in .succeeded(result: nil) }]))
    try Data().write(to: URL(fileURLWithPath: effects))
    try Connection(path: effects, access: .readWrite, busyTimeoutMs: 1_000).execute(
      """
      PRAGMA journal_mode = WAL;
      CREATE TABLE runs (token TEXT NOT NULL, job_id INTEGER NOT NULL);
      CREATE TABLE effects (token TEXT NOT NULL PRIMARY KEY, job_id INTEGER NOT NULL);
      """)
  }

  /// - Parameter deadAfter: the process kills itself (SIGKILL) at its effect of that number.
  private func start(seed: UInt64, deadAfter: Int64? = nil, ending: Events<Int32>) throws {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let program = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent(
      "QueueTestWorker")
    try SpawnedProcess.start(
      program.path, [queue, effects, String(seed)] + (deadAfter.map { [String($0)] } ?? [])
    ) { ending.add($0) }
  }

  @Test("are killed at any moment: no job is lost, each has its effect once, in order")
  func killed() async throws {
    let seed = Seed("killed processes")
    let random = seed.random
    let store = try SQLiteJobStore(path: queue)
    let plans = (0..<300).map { _ in ["live", "live", "live", "stumble", "die"][Int(random.below(5))] }
    let jobs = plans.enumerated().map { number, plan in
      // Those that die have a place of their own, where nobody waits behind them.
      NewJob(
        tenant: "t\(number % 5)", kind: "effect", idempotencyKey: "\(number)",
        payload: #"{"at":"\#(plan == "die" ? "d\(number)" : "\(random.below(6))")","plan":"\#(plan)"}"#,
        dependsOn: number > 20 && random.below(6) == 0 && plans[number - 20] != "die"
          && (number - 20) % 5 == number % 5
          ? [.key("\(number - 20)")] : [])
    }
    let tenants = (0..<5).map { Tenant(name: "t\($0)", maxRunning: 3) }
    _ = try await store.enqueue(jobs, saving: tenants, atMs: SystemTime().nowMs())

    let endings = Events<Int32>()
    // Both die before they could have done all there is; twice is below the number of deaths after which a job
    // is suspected of being their cause.
    for _ in 0..<2 { try start(seed: random.next(), deadAfter: 1 + random.below(100), ending: endings) }
    try await endings.wait(count: 2)
    #expect(endings.all == [SIGKILL, SIGKILL], "\(seed)")
    for _ in 0..<2 { try start(seed: random.next(), ending: endings) }
    try await endings.wait(count: 4)
    #expect(endings.all == [SIGKILL, SIGKILL, 0, 0], "\(seed)")

    try await Invariants.check(queue)
    let states = try await store.jobs(JobFilter(), limit: 1_000)
    for (job, plan) in zip(states, plans) {
      #expect(job.state == (plan == "die" ? .dead : .succeeded), "\(seed): job \(job.id), \(plan)")
      if plan == "die" { #expect(job.reason == "planned", "\(seed)") }
    }
    let sql = try Connection(path: effects, access: .readOnly, busyTimeoutMs: 1_000)
    #expect(try sql.integer("SELECT count(*) FROM effects") == 300, "\(seed)")
    #expect(try sql.integer("SELECT count(DISTINCT job_id) FROM effects") == 300, "\(seed)")
    let stumbles = plans.count { $0 == "stumble" }
    let runs = try sql.integer("SELECT count(*) FROM runs") ?? 0
    // A stumble that falls together with a kill is not repeated.
    #expect(runs >= Int64(300 + stumbles - 2 * 8), "\(seed)")
    #expect(runs <= Int64(300 + stumbles + 2 * 8), "\(seed): a kill repeats what ran, and no more")
  }
}
