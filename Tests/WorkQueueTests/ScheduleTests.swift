import SQLite
import TestSupport
import Testing
import TimeAndChance

@testable import WorkQueue

@Suite("Schedules")
struct ScheduleTests {
  let database: TestDatabase
  let store: SQLiteJobStore
  private let random = SeededRandom(seed: 7)
  /// 2026-03-27T12:00:00Z, two days before Berlin's clocks go forward.
  private let start: Int64 = 1_774_612_800_000
  private let hour: Int64 = 3_600_000

  init() async throws {
    database = try TestDatabase(OperationRegistry([TestOperation.nothing("free"), TestOperation.ordered()]))
    store = try database.store()
    _ = try await store.enqueue([], saving: [Tenant(name: "acme")], atMs: start)
  }

  private func add(
    _ name: String = "s", cron: String? = nil, every: Int64? = nil, zone: String = "UTC", jitter: Double = 0,
    missed: MissedRuns = .once
  ) async throws {
    try await store.save(
      Schedule(
        name: name, tenant: "acme", kind: "free", cron: cron, timeZone: zone, everyMs: every, jitter: jitter,
        missed: missed), atMs: start)
  }

  private func keys() throws -> [String] {
    try database.connect().rows("SELECT idempotency_key FROM jobs ORDER BY id") { $0.text(0) }
  }

  @Test("several workers over a change of the clock, all but one of which die: one job for each period")
  func onePerPeriod() async throws {
    // Five hours before Berlin's clocks go forward.
    let start: Int64 = 1_774_728_000_000
    try await store.save(
      Schedule(name: "s", tenant: "acme", kind: "free", cron: "*/30 * * * *", timeZone: "Europe/Berlin"),
      atMs: start)
    let simulation = Simulation(seed: Seed("schedules").value, startMs: start)
    let operations = OperationRegistry([TestOperation.nothing("free"), TestOperation.ordered()])
    let processes = (0..<3).map { _ in simulation.makeProcess() }
    for (number, process) in processes.enumerated() {
      let store = try SQLiteJobStore(path: database.path, writing: .caller)
      var options = WorkerOptions(concurrency: 4)
      options.foreignCommitPollMs = 60_000
      let worker = Worker(
        store: store, operations: operations, options: options, time: simulation.time,
        random: SeededRandom(seed: UInt64(number)), executor: process)
      Task(executorPreference: process) { _ = try? await worker.run() }
    }
    let (hours, hour) = (Int64(9), hour)
    try simulation.run {
      for process in processes.dropLast() {
        try await simulation.time.sleep(ms: hours * hour / 3)
        process.kill()
      }
      try await simulation.time.sleep(ms: hours * hour / 3 - hour / 4)
    }
    processes.last?.kill()
    let periods = try keys().compactMap { $0.split(separator: "/").last.flatMap { Int64($0) } }
    #expect(periods == (1..<2 * hours).map { start + $0 * hour / 2 })
    try await Invariants.check(database.path)
  }

  @Test("what is due is enqueued once, whoever asks, and the next period is told")
  func once() async throws {
    try await add(every: hour)
    #expect(try await store.schedules()[0].nextAtMs == start + hour)
    #expect(try await store.runSchedules(atMs: start + hour - 1, random: random) == start + hour)
    for _ in 0..<3 {
      #expect(
        try await database.store().runSchedules(atMs: start + hour + 5, random: random) == start + 2 * hour)
    }
    #expect(try keys() == ["schedule/s/\(start + hour)"])
    #expect(try await store.schedules()[0].lastJobId == 1)
  }

  @Test("missed periods: skipped, made up for once, or all of them up to a bound")
  func missed() async throws {
    for (policy, count) in [(MissedRuns.skip, 0), (.once, 1), (.all, 10)] {
      try await add("\(policy)", every: hour, missed: policy)
      let before = try keys().count
      _ = try await store.runSchedules(atMs: start + 10 * hour + 120_000, random: random)
      #expect(try keys().count - before == count, "\(policy)")
    }
    try await add("many", every: 1_000, missed: .all)
    let before = try keys().count
    _ = try await store.runSchedules(atMs: start + 10 * hour, random: random)
    #expect(try keys().count - before == QueueLimits.maxMissedRuns)
    try await add("late", every: hour, missed: .skip)
    _ = try await store.runSchedules(atMs: start + hour + 30_000, random: random)
    #expect(try keys().last == "schedule/late/\(start + hour)", "a little late is in time")
  }

  @Test("jitter moves the run within its part of the period")
  func jitter() async throws {
    try await add(every: hour, jitter: 0.1, missed: .all)
    _ = try await store.runSchedules(atMs: start + 50 * hour, random: random)
    try await add("ahead", every: hour, jitter: 0.5)
    _ = try await store.runSchedules(atMs: start + hour, random: random)
    let sql = try database.connect()
    let runAt = try sql.integer("SELECT run_at FROM jobs WHERE idempotency_key LIKE 'schedule/ahead/%'") ?? 0
    #expect((start + hour...start + hour + hour / 2).contains(runAt))
    try await Invariants.check(database.path)
  }

  @Test("a schedule that makes no sense says so, holds up no other, and is tried again when it was mended")
  func problems() async throws {
    let sql = try database.connect()
    try sql.run(
      "INSERT INTO schedules (name, tenant, kind, cron) VALUES ('bad', 'acme', 'free', '61 * * * *')")
    try sql.run(
      "INSERT INTO schedules (name, tenant, kind, cron, time_zone) VALUES ('zone', 'acme', 'free', '* * * * *', 'Europe/Atlantis')"
    )
    try sql.run(
      "INSERT INTO schedules (name, tenant, kind, cron) VALUES ('never', 'acme', 'free', '0 0 30 2 *')")
    try await add("good", every: hour)
    _ = try await store.runSchedules(atMs: start + hour, random: random)
    let problems = Dictionary(
      uniqueKeysWithValues: try await store.schedules().map { ($0.name, $0.problem ?? "") })
    #expect(problems["bad"]?.contains("no minute of cron") == true)
    #expect(problems["zone"]?.contains("Europe/Atlantis") == true)
    #expect(problems["never"] == "no period comes any more")
    #expect(try keys() == ["schedule/good/\(start + hour)"])
    try sql.run("UPDATE schedules SET cron = '1 * * * *' WHERE name = 'bad'")
    _ = try await store.runSchedules(atMs: start + hour, random: random)
    #expect(try await store.schedules().first { $0.name == "bad" }?.nextAtMs == start + hour + 60_000)
    for statement in [
      "INSERT INTO schedules (name, tenant, kind, cron, every_ms) VALUES ('x', 'acme', 'free', '* * * * *', 5000)",
      "INSERT INTO schedules (name, tenant, kind) VALUES ('x', 'acme', 'free')",
      "INSERT INTO schedules (name, tenant, kind, every_ms) VALUES ('x', 'nobody', 'free', 5000)",
      "INSERT INTO schedules (name, tenant, kind, every_ms) VALUES ('x', 'acme', 'nothing', 5000)",
      "INSERT INTO schedules (name, tenant, kind, every_ms) VALUES ('x', 'acme', 'ordered', 5000)",
      "INSERT INTO schedules (name, tenant, kind, every_ms) VALUES ('a/b', 'acme', 'free', 5000)",
    ] {
      #expect(throws: SQLiteError.self, "\(statement)") { try sql.execute(statement) }
    }
  }

  @Test("paused it enqueues nothing, and what was missed meanwhile is not made up for")
  func paused() async throws {
    try await add(every: hour, missed: .all)
    #expect(try await store.setSchedulePaused(true, named: "s", atMs: start))
    #expect(try await store.runSchedules(atMs: start + 5 * hour, random: random) == nil)
    #expect(try await store.setSchedulePaused(false, named: "s", atMs: start + 5 * hour))
    #expect(try await store.runSchedules(atMs: start + 5 * hour + 1, random: random) == start + 6 * hour)
    #expect(try keys() == [])
    #expect(try await store.removeSchedule(named: "s"))
  }
}
