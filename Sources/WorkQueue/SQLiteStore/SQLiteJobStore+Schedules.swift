import SQLite
package import TimeAndChance

extension SQLiteJobStore {
  private static let scheduleColumns = """
    name, tenant, kind, payload, cron, time_zone, every_ms, jitter, missed, priority, next_at, paused_at, last_job_id,
    problem, created_at
    """

  package func schedules() async throws -> [Schedule] {
    try read { connection in
      try connection.rows("SELECT \(Self.scheduleColumns) FROM schedules ORDER BY name", read: Self.schedule)
    }
  }

  package func save(_ schedule: Schedule, atMs: Int64) async throws {
    try await write { connection in
      do {
        try connection.run(
          """
          INSERT INTO schedules (name, tenant, kind, payload, cron, time_zone, every_ms, jitter, missed, priority,
                                 next_at, created_at)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, NULL, ?11)
          ON CONFLICT (name) DO UPDATE SET
            tenant = ?2, kind = ?3, payload = ?4, cron = ?5, time_zone = ?6, every_ms = ?7, jitter = ?8, missed = ?9,
            priority = ?10, next_at = NULL, problem = NULL, created_at = ?11
          """,
          .text(schedule.name), .text(schedule.tenant), .text(schedule.kind), .text(schedule.payload),
          .optional(schedule.cron), .text(schedule.timeZone), .optional(schedule.everyMs),
          .real(schedule.jitter),
          .text(schedule.missed.rawValue), .integer(schedule.priority), .integer(atMs))
      } catch let error as SQLiteError where error.code == .constraint {
        throw OperatorRefusal("schedule '\(schedule.name)': \(error.ruleBroken)")
      }
      // So that whoever made it sees at once when it is next.
      try Self.advance(try Self.due(atMs: atMs, on: connection), atMs: atMs, random: nil, on: connection)
    }
  }

  package func removeSchedule(named name: String) async throws -> Bool {
    try await write { try $0.run("DELETE FROM schedules WHERE name = ?", .text(name)) == 1 }
  }

  package func setSchedulePaused(_ isPaused: Bool, named name: String, atMs: Int64) async throws -> Bool {
    try await write { connection in
      // What was missed during a pause was not wanted.
      try connection.run(
        "UPDATE schedules SET paused_at = ?1, next_at = NULL WHERE name = ?2 AND (paused_at IS NULL) <> (?1 IS NULL)",
        isPaused ? .integer(atMs) : .null, .text(name)) == 1
    }
  }

  package func runSchedules(atMs: Int64, random: any RandomSource) async throws -> Int64? {
    // Most of the time nothing is due: that is seen without asking for the write lock.
    let isDue = try read { try $0.integer(Self.isAnyDue, .integer(atMs)) } == 1
    if isDue {
      try await write { connection in
        try Self.advance(try Self.due(atMs: atMs, on: connection), atMs: atMs, random: random, on: connection)
      }
    }
    return try read { try $0.integer(Self.nextPeriod) }
  }

  static let isAnyDue = """
    SELECT EXISTS (SELECT 1 FROM schedules WHERE paused_at IS NULL AND problem IS NULL
                   AND (next_at IS NULL OR next_at <= ?1))
    """
  static let nextPeriod = "SELECT min(next_at) FROM schedules WHERE paused_at IS NULL AND problem IS NULL"

  private static func due(atMs: Int64, on connection: Connection) throws -> [Schedule] {
    try connection.rows(
      """
      SELECT \(scheduleColumns) FROM schedules
      WHERE paused_at IS NULL AND problem IS NULL AND (next_at IS NULL OR next_at <= ?)
      ORDER BY next_at LIMIT ?
      """, [.integer(atMs), .integer(QueueLimits.maxSchedulesAtOnce)], read: schedule)
  }

  /// Enqueues what is due and moves each schedule on, in one transaction: a period has one job, whoever comes first
  /// and whatever crashes.
  private static func advance(
    _ schedules: [Schedule], atMs: Int64, random: (any RandomSource)?, on connection: Connection
  ) throws {
    for schedule in schedules {
      var lastJobId = schedule.lastJobId
      var nextAtMs: Int64?
      var problem: String?
      do {
        let cadence = try schedule.cadence()
        if let random, let firstMs = schedule.nextAtMs {
          for periodMs in schedule.missed.due(firstMs: firstMs, nowMs: atMs, cadence) {
            lastJobId = try enqueue(
              schedule, periodMs: periodMs, lengthMs: cadence.lengthMs(atMs: periodMs), atMs: atMs,
              random: random,
              on: connection)
          }
        }
        nextAtMs = cadence.next(afterMs: atMs)
        if nextAtMs == nil { problem = "no period comes any more" }
      } catch let error as ScheduleError {
        problem = error.description
      } catch let refusal as EnqueueRefusal {
        problem = refusal.message
      }
      try connection.run(
        "UPDATE schedules SET next_at = ?2, last_job_id = ?3, problem = ?4 WHERE name = ?1",
        .text(schedule.name),
        .optional(nextAtMs), .optional(lastJobId), .optional(problem))
    }
  }

  private static func enqueue(
    _ schedule: Schedule, periodMs: Int64, lengthMs: Int64, atMs: Int64, random: any RandomSource,
    on connection: Connection
  ) throws -> Int64 {
    let delayMs = random.below(Int64(Double(lengthMs) * schedule.jitter) + 1)
    let job = NewJob(
      tenant: schedule.tenant, kind: schedule.kind, idempotencyKey: schedule.key(ofPeriodMs: periodMs),
      payload: schedule.payload, priority: schedule.priority, runAtMs: max(periodMs + delayMs, atMs))
    return try insertOrExplain(job, index: 0, atMs: atMs, on: connection).get().id
  }

  private static func schedule(_ row: Row) -> Schedule {
    var schedule = Schedule(
      name: row.text(0), tenant: row.text(1), kind: row.text(2), payload: row.text(3),
      cron: row.optionalText(4),
      timeZone: row.text(5), everyMs: row.optionalInteger(6), jitter: row.real(7),
      missed: MissedRuns(rawValue: row.text(8)) ?? .once, priority: row.int(9))
    schedule.nextAtMs = row.optionalInteger(10)
    schedule.pausedAtMs = row.optionalInteger(11)
    schedule.lastJobId = row.optionalInteger(12)
    schedule.problem = row.optionalText(13)
    schedule.createdAtMs = row.integer(14)
    return schedule
  }
}
