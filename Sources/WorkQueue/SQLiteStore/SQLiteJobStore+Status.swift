import SQLite

extension SQLiteJobStore {
  package func status(atMs: Int64) async throws -> QueueStatus {
    var status = try read { connection in
      QueueStatus(
        tenants: try connection.rows(Self.tenantCounts, read: Self.counts),
        kinds: try connection.rows(Self.kindCounts, read: Self.counts),
        workers: try connection.rows(Self.aliveWorkers, [.integer(atMs)]) { row in
          QueueStatus.Worker(
            id: row.integer(0), name: row.text(1), concurrency: row.int(2), running: row.int(3),
            startedAtMs: row.integer(4), leaseUntilMs: row.integer(5))
        },
        oldestReadyAtMs: try connection.integer(Self.oldestReady),
        pausedAtMs: try connection.integer("SELECT paused_at FROM queue"))
    }
    status.writer = writerNow()
    status.logBytes = DatabaseLocks.logBytes(database: path)
    if status.logBytes > QueueLimits.walRestartBytes { status.readers = readersNow() }
    return status
  }

  package func readersNow() -> [QueueStatus.Reader] {
    DatabaseLocks.readers(database: path).map {
      QueueStatus.Reader(processId: $0.processId, program: $0.program)
    }
  }

  package func writerNow() -> QueueStatus.Writer? {
    DatabaseLocks.writer(database: path).map { holder in
      QueueStatus.Writer(
        processId: holder.processId, program: holder.program,
        lastCommitAtMs: DatabaseLocks.lastWriteMs(database: path))
    }
  }

  private static let anyJob = "blocked + scheduled + ready + running + succeeded + dead + cancelled > 0"

  private static let sums =
    "sum(blocked), sum(scheduled), sum(ready), sum(running), sum(succeeded), sum(dead), sum(cancelled)"

  static let tenantCounts = """
    SELECT tenant, (SELECT paused_at FROM tenants WHERE name = tenant), \(sums) FROM lanes
    WHERE \(anyJob) GROUP BY tenant ORDER BY tenant
    """
  static let kindCounts = """
    SELECT kind, (SELECT paused_at FROM kinds WHERE name = kind), \(sums) FROM lanes
    WHERE \(anyJob) GROUP BY kind ORDER BY kind
    """

  static let aliveWorkers = """
    SELECT id, name, concurrency, (SELECT count(*) FROM jobs WHERE state = 'running' AND worker_id = workers.id),
           started_at, lease_until
    FROM workers WHERE stopped_at IS NULL AND lease_until >= ? ORDER BY id
    """

  /// The first of each lane that has any: one look-up a tenant, not one a job.
  static let oldestReady = """
    SELECT min((SELECT run_at FROM jobs WHERE jobs.tenant = lanes.tenant AND jobs.kind = lanes.kind AND state = 'ready'
                ORDER BY run_at - priority * 60000 LIMIT 1))
    FROM lanes WHERE ready > 0
    """

  private static func counts(_ row: Row) -> QueueStatus.Counts {
    var byState: [JobState: Int] = [:]
    let states: [JobState] = [.blocked, .scheduled, .ready, .running, .succeeded, .dead, .cancelled]
    for (offset, state) in states.enumerated() { byState[state] = row.int(offset + 2) }
    return QueueStatus.Counts(name: row.text(0), byState: byState, pausedAtMs: row.optionalInteger(1))
  }
}
