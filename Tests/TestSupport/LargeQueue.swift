package import SQLite

/// Fills a queue with many jobs faster than the triggers would, and leaves what they would have left: counters, log
/// and indexes.
package enum LargeQueue {
  /// Gives each of the tenants t0, t1, … as many ready jobs of a kind.
  package static func fill(
    _ connection: Connection, tenants: Int, jobsEach: Int, kind: String = "nothing"
  ) throws {
    let triggers = try connection.rows(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"
    ) { (name: $0.text(0), sql: $0.text(1)) }
    try connection.execute("BEGIN IMMEDIATE")
    for trigger in triggers { try connection.execute("DROP TRIGGER \(trigger.name)") }
    try connection.run(
      """
      WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?1)
      INSERT INTO tenants (name, max_running) SELECT 't' || n, 1000 FROM numbers
      """, .integer(tenants))
    try connection.run(
      "INSERT INTO lanes (tenant, kind, ready) SELECT name, ?1, ?2 FROM tenants", .text(kind),
      .integer(jobsEach))
    try connection.run(
      """
      WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?2)
      INSERT INTO jobs (tenant, kind, idempotency_key, payload, state, max_attempts, run_at, created_at, updated_at)
      SELECT tenants.name, ?1, n, '{}', 'ready', 20, 0, 0, 0 FROM tenants CROSS JOIN numbers
      """, .text(kind), .integer(jobsEach))
    try connection.run(
      """
      INSERT INTO work_log (at, job_id, tenant, event, state, attempt)
      SELECT 0, id, tenant, 'enqueued', 'ready', 0 FROM jobs
      """)
    for trigger in triggers { try connection.execute(trigger.sql) }
    try connection.execute("COMMIT")
  }
}
