import SQLite
import WorkQueue

/// Fills a database with rows that a queue of some age has: of ten, one is ready; the others belong to paused tenants,
/// are dead, blocked behind the dead, scheduled for tomorrow, or done.
///
/// The rows go in without triggers, which would take half an hour for ten millions; then the lanes are counted, and the
/// triggers are put back as they were.
struct Filling {
  let connection: Connection
  /// All rows are ready, for tenants that are not paused.
  let isBacklog: Bool

  static let portion = 100_000

  func fill(rows: Int) throws {
    try connection.execute("PRAGMA synchronous = OFF")
    try addPausedTenants()
    let triggers = try connection.rows(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"
    ) { (name: $0.text(0), sql: $0.text(1)) }
    for trigger in triggers { try connection.execute("DROP TRIGGER \"\(trigger.name)\"") }
    for start in stride(from: 0, to: rows, by: Self.portion) {
      try connection.transaction { connection in
        let end = min(start + Self.portion, rows)
        try connection.run(Self.insertJobs, .integer(start), .integer(end), .integer(isBacklog ? 0 : 1))
        try connection.run(Self.insertLog, .integer(start), .integer(end))
      }
      _ = try connection.checkpoint(.passive, waitMs: 0)
    }
    try connection.execute(Self.countLanes)
    for trigger in triggers { try connection.execute(trigger.sql) }
    _ = try connection.checkpoint(.truncate, waitMs: 1_000)
  }

  private func addPausedTenants() throws {
    try connection.run(
      """
      INSERT INTO tenants (name, region, mode, max_running, paused_at)
      SELECT replace(name, 'tenant-', 'paused-'), region, mode, max_running, 1 FROM tenants WHERE name LIKE 'tenant-%'
      """)
  }

  /// Of ten rows in a row: 0 ready; 1, 2 ready for a paused tenant; 3 dead; 4, 5 blocked behind 3; 6 scheduled; the
  /// rest has succeeded.
  private static let insertJobs = """
    WITH RECURSIVE numbers (n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?2),
    clock (now) AS (SELECT CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER)),
    rows (n, place, now) AS (SELECT n, n % 10 * ?3, now FROM numbers, clock)
    INSERT INTO jobs (id, tenant, kind, idempotency_key, payload, state, run_at, attempt, max_attempts, resource,
                      reason, created_at, updated_at, finished_at)
    SELECT n + 1,
           CASE WHEN place IN (1, 2) THEN 'paused-' ELSE 'tenant-' END || (n / 10 % 100 + 1), 'nothing', 'fill-' || n,
           '{"flowName":"fill-' || n || '","description":"' || hex(zeroblob(280)) || '"}',
           CASE WHEN place < 3 THEN 'ready' WHEN place = 3 THEN 'dead' WHEN place < 6 THEN 'blocked'
                WHEN place = 6 THEN 'scheduled' ELSE 'succeeded' END,
           CASE WHEN place = 6 THEN now + 86400000 + n ELSE now END, place = 3 OR place > 6, 20,
           'flow/fill-' || CASE WHEN place IN (4, 5) THEN n / 10 * 10 + 3 ELSE n END,
           CASE WHEN place = 3 THEN 'throttled' END, now, now, CASE WHEN place > 6 THEN now END
    FROM rows
    """

  private static let insertLog = """
    INSERT INTO work_log (at, job_id, tenant, event, state, attempt, detail)
    SELECT created_at, id, tenant, 'enqueued', state, attempt,
           json_object('kind', kind, 'key', idempotency_key, 'resource', resource)
    FROM jobs WHERE id > ?1 AND id <= ?2
    """

  private static let countLanes = """
    INSERT INTO lanes (tenant, kind, closed, blocked, scheduled, ready, running, succeeded, dead, cancelled)
    SELECT jobs.tenant, jobs.kind, max(tenants.paused_at IS NOT NULL), sum(state = 'blocked'),
           sum(state = 'scheduled'), sum(state = 'ready'), 0, sum(state = 'succeeded'), sum(state = 'dead'), 0
    FROM jobs JOIN tenants ON tenants.name = jobs.tenant GROUP BY jobs.tenant, jobs.kind
    """
}
