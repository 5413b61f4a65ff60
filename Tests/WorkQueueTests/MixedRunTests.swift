import Foundation
import SQLite
import TestSupport
import Testing
import TimeAndChance

@testable import WorkQueue

/// Worker processes that die, and an operator and producers who do everything that they can meanwhile.
@Suite("Everything at once", .timeLimit(.minutes(3)))
struct MixedRunTests {
  private let directory: TemporaryDirectory
  private let queue: String
  private let effects: String

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

  private func start(seed: UInt64, deadAfter: Int64?, _ endings: Events<Int32>) throws {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let program = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent(
      "QueueTestWorker")
    try SpawnedProcess.start(
      program.path, [queue, effects, String(seed)] + (deadAfter.map { [String($0)] } ?? [])
    ) { endings.add($0) }
  }

  @Test("the invariants hold, and every job is done, dead as planned, or cancelled")
  func mixed() async throws {
    let seed = Seed("everything at once")
    let random = seed.random
    let store = try SQLiteJobStore(path: queue)
    let other = try SQLiteJobStore(path: queue)
    let endings = Events<Int32>()
    var started = 0
    _ = try await store.enqueue(
      [], saving: (0..<4).map { Tenant(name: "t\($0)", maxRunning: 4, weight: 50 + 100 * $0) },
      atMs: SystemTime().nowMs())
    for step in 0..<160 {
      if step % 20 == 0 {
        try start(seed: random.next(), deadAfter: 1 + random.below(25), endings)
        started += 1
      }
      try await act(step, random.below(2) == 0 ? store : other, random)
    }
    // All that was held up goes on, and the rest is done by workers that live.
    _ = try await store.setPaused(false, .everything, atMs: 1)
    _ = try await store.setPaused(false, .kind("effect"), atMs: 1)
    for number in 0..<4 { _ = try await store.setPaused(false, .tenant("t\(number)"), atMs: 1) }
    try await endings.wait(count: started)
    while true {
      try start(seed: random.next(), deadAfter: nil, endings)
      started += 1
      try await endings.wait(count: started)
      let status = try await store.status(atMs: SystemTime().nowMs())
      let isOver = [JobState.ready, .running, .scheduled].allSatisfy { status.count($0) == 0 }
      if isOver { break }
      try #require(started < 40, "\(seed): it does not come to an end")
    }
    try await Invariants.check(queue)
    for job in try await store.jobs(JobFilter(), limit: 10_000) {
      let isPlanned = job.reason == "planned" || job.reason == "worker-lost"
      #expect(
        [.succeeded, .cancelled].contains(job.state) || job.state == .dead && isPlanned
          || job.state == .blocked,
        "\(seed): job \(job.id) is \(job.state), \(job.reason ?? "")")
    }
    let sql = try Connection(path: effects, access: .readOnly, busyTimeoutMs: 1_000)
    #expect(
      try sql.integer("SELECT count(*) - count(DISTINCT job_id) FROM effects") == 0,
      "\(seed): one effect a job")
  }

  private func act(_ step: Int, _ store: SQLiteJobStore, _ random: SeededRandom) async throws {
    let nowMs = SystemTime().nowMs()
    let tenant = "t\(random.below(4))"
    func some(_ state: JobState) async throws -> [Int64] {
      Array(try await store.ids(JobFilter(state: state), limit: 50).prefix(Int(1 + random.below(3))))
    }
    switch random.below(12) {
    case 0: _ = try await store.setPaused(random.below(2) == 0, .tenant(tenant), atMs: nowMs)
    case 1: _ = try await store.setPaused(random.below(3) == 0, .kind("effect"), atMs: nowMs)
    case 2: _ = try await store.setPaused(random.below(4) == 0, .everything, atMs: nowMs)
    case 3:
      for state in [JobState.ready, .running, .blocked] {
        // It may have gone on meanwhile.
        _ = try? await store.cancel(
          ids: try await some(state), cascade: random.below(2) == 0, reason: "cancelled", atMs: nowMs)
      }
    case 4:
      _ = try? await store.cancel(
        ids: try await some(.dead), cascade: false, reason: "cancelled", atMs: nowMs)
    case 5:
      let state: JobState = random.below(2) == 0 ? .dead : .cancelled
      try? await store.replay(
        ids: try await some(state), payload: nil, staggerMs: random.below(3), atMs: nowMs)
    case 6: _ = try await store.prune(PrunePolicy(keepJobs: 20), atMs: nowMs)
    case 7:
      try await store.save(
        KindSettings(name: "effect", maxRunning: random.below(2) == 0 ? nil : 5, timeoutMs: 2_000))
    case 8: try await store.checkpoint(restartBytes: 0, truncateBytes: 1 << 20)
    case 9: try await store.tidy(atMs: nowMs)
    default:
      _ = try await store.enqueueEach(
        (0..<6).map { number in
          let plan = ["live", "live", "stumble", "die"][Int(random.below(4))]
          let at = plan == "die" ? "d\(step)-\(number)" : "\(random.below(5))"
          return NewJob(
            tenant: tenant, kind: "effect", idempotencyKey: "\(step)-\(number)",
            payload: #"{"at":"\#(at)","plan":"\#(plan)"}"#,
            dependsOn: random.below(5) == 0 ? [.key("\(step - 1)-0")] : [], priority: Int(random.below(4)))
        }, .each, atMs: nowMs)
    }
  }
}
