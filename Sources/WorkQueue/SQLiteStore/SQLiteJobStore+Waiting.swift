import SQLite

extension SQLiteJobStore {
  package func waiting(id: Int64, atMs: Int64) async throws -> Waiting? {
    try read { connection in
      guard let job = try connection.first(Self.waitingJob, .integer(id), read: WaitingJob.init) else {
        return nil
      }
      switch job.state {
      case .succeeded, .cancelled: return .finished(job.state)
      case .dead: return .dead(reason: job.reason ?? "")
      case .running: return .running(workerName: job.worker ?? "?", sinceMs: job.updatedAtMs)
      case .blocked: return try Self.obstacle(of: job, on: connection)
      case .scheduled where job.runAtMs > atMs: return .scheduled(untilMs: job.runAtMs, reason: job.reason)
      case .scheduled, .ready:
        return try Self.pause(of: job, on: connection) ?? Self.limit(of: job, on: connection)
          ?? Self.turn(of: job, atMs: atMs, on: connection)
      }
    }
  }

  private struct WaitingJob {
    let id: Int64
    let tenant: String
    let kind: String
    let state: JobState
    let resource: String?
    let reason: String?
    let runAtMs: Int64
    let updatedAtMs: Int64
    let worker: String?

    init(_ row: Row) {
      id = row.integer(0)
      tenant = row.text(1)
      kind = row.text(2)
      state = JobState(rawValue: row.text(3)) ?? .blocked
      resource = row.optionalText(4)
      reason = row.optionalText(5)
      runAtMs = row.integer(6)
      updatedAtMs = row.integer(7)
      worker = row.optionalText(8)
    }
  }

  private static let waitingJob = """
    SELECT id, tenant, kind, state, resource, reason, run_at, updated_at,
           (SELECT name FROM workers WHERE workers.id = worker_id)
    FROM jobs WHERE id = ?
    """

  static let firstBefore = """
    SELECT id, state, reason FROM jobs
    WHERE tenant = ?1 AND resource = ?2 AND finished_at IS NULL AND resource IS NOT NULL AND id < ?3
    ORDER BY id LIMIT 1
    """

  static let unfinishedDependencies = """
    SELECT jobs.id, jobs.state, jobs.reason, count(*) OVER ()
    FROM job_dependencies JOIN jobs ON jobs.id = job_dependencies.depends_on
    WHERE job_id = ? AND jobs.finished_at IS NULL
    ORDER BY jobs.state = 'dead' DESC, jobs.id LIMIT 1
    """

  private static func obstacle(of job: WaitingJob, on connection: Connection) throws -> Waiting? {
    if let resource = job.resource {
      let before = try connection.first(
        firstBefore, .text(job.tenant), .text(resource), .integer(job.id)
      ) { row in
        Waiting.behind(
          jobId: row.integer(0), resource: resource, state: JobState(rawValue: row.text(1)) ?? .blocked,
          reason: row.optionalText(2))
      }
      if let before { return before }
    }
    return try connection.first(unfinishedDependencies, .integer(job.id)) { row in
      Waiting.dependsOn(
        jobId: row.integer(0), state: JobState(rawValue: row.text(1)) ?? .blocked,
        reason: row.optionalText(2),
        others: row.int(3) - 1)
    }
  }

  private static func pause(of job: WaitingJob, on connection: Connection) throws -> Waiting? {
    if let sinceMs = try connection.integer("SELECT paused_at FROM queue") {
      return .paused(.everything, sinceMs: sinceMs)
    }
    if let sinceMs = try connection.integer("SELECT paused_at FROM tenants WHERE name = ?", .text(job.tenant))
    {
      return .paused(.tenant(job.tenant), sinceMs: sinceMs)
    }
    return try connection.integer("SELECT paused_at FROM kinds WHERE name = ?", .text(job.kind)).map {
      .paused(.kind(job.kind), sinceMs: $0)
    }
  }

  private static func limit(of job: WaitingJob, on connection: Connection) throws -> Waiting? {
    let running = "SELECT count(*) FROM jobs WHERE state = 'running'"
    if let limit = try connection.integer("SELECT max_running FROM queue"),
      try connection.integer(running) ?? 0 >= limit
    {
      return .atLimit(.everything, limit: Int(limit))
    }
    if let limit = try connection.integer("SELECT max_running FROM kinds WHERE name = ?", .text(job.kind)),
      try connection.integer(running + " AND kind = ?", .text(job.kind)) ?? 0 >= limit
    {
      return .atLimit(.kind(job.kind), limit: Int(limit))
    }
    let limit =
      try connection.integer("SELECT max_running FROM tenants WHERE name = ?", .text(job.tenant)) ?? 0
    let own =
      try connection.integer("SELECT sum(running) FROM lanes WHERE tenant = ?", .text(job.tenant)) ?? 0
    return own >= limit ? .atLimit(.tenant(job.tenant), limit: Int(limit)) : nil
  }

  private static func turn(of job: WaitingJob, atMs: Int64, on connection: Connection) throws -> Waiting {
    let isAnyoneAlive =
      try connection.integer(
        "SELECT EXISTS (SELECT 1 FROM workers WHERE stopped_at IS NULL AND lease_until >= ?)", .integer(atMs))
      == 1
    guard isAnyoneAlive else { return .noWorker }
    let before = try connection.integer(
      """
      SELECT count(*) FROM jobs AS other JOIN jobs AS mine ON mine.id = ?1
      WHERE other.tenant = mine.tenant AND other.kind = mine.kind AND other.state = 'ready'
        AND (other.run_at - other.priority * 60000, other.id) < (mine.run_at - mine.priority * 60000, mine.id)
      """, .integer(job.id))
    return .next(before: Int(before ?? 0))
  }
}
