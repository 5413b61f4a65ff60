import SQLite
import TestSupport
import WorkQueue

/// A raw connection to a fresh database, as a program has it that knows nothing but SQL.
struct SchemaHarness {
  let database: TestDatabase
  let sql: Connection

  init() throws {
    database = try TestDatabase(
      OperationRegistry(
        [
          TestOperation.nothing("free"), TestOperation.ordered("ordered"),
          TestOperation(KindRule(name: "fixed", resourcePrefix: "role")) { _ in .succeeded(result: nil) },
        ],
        secretFields: ["password", "credentialsMap", "client-secret"]))
    sql = try database.connect()
    try sql.run("INSERT INTO tenants (name) VALUES ('acme')")
    try sql.run("INSERT INTO tenants (name) VALUES ('bolt')")
    try sql.run("INSERT INTO workers (name, concurrency, started_at, lease_until) VALUES ('w', 1, 0, 1)")
  }

  /// - Returns: the new job's id, or nil if the INSERT had no effect.
  @discardableResult
  func insert(
    _ key: String, kind: String = "free", tenant: String = "acme", payload: String = "{}",
    dependsOn: String? = nil, runAt: Int64? = nil
  ) throws -> Int64? {
    let count =
      if let runAt {
        try sql.run(
          "INSERT INTO jobs (tenant, kind, idempotency_key, payload, depends_on, run_at) VALUES (?, ?, ?, ?, ?, ?)",
          .text(tenant), .text(kind), .text(key), .text(payload), .optional(dependsOn), .integer(runAt))
      } else {
        try sql.run(
          "INSERT INTO jobs (tenant, kind, idempotency_key, payload, depends_on) VALUES (?, ?, ?, ?, ?)",
          .text(tenant), .text(kind), .text(key), .text(payload), .optional(dependsOn))
      }
    return count == 0 ? nil : sql.lastInsertedRowId
  }

  func state(_ id: Int64?) throws -> String? {
    try sql.first("SELECT state FROM jobs WHERE id = ?", .optional(id)) { $0.text(0) }
  }

  func claim(_ id: Int64?) throws {
    try sql.run("UPDATE queue SET lease_token = lease_token + 1")
    try sql.run(
      """
      UPDATE jobs SET state = 'running', attempt = attempt + 1, worker_id = 1,
                      lease_token = (SELECT lease_token FROM queue) WHERE id = ?
      """, .optional(id))
  }

  func finish(_ id: Int64?, _ state: String = "succeeded") throws {
    try sql.run(
      "UPDATE jobs SET state = '\(state)', worker_id = NULL, finished_at = unixepoch() * 1000 + 1000 WHERE id = ?",
      .optional(id))
  }

  func bury(_ id: Int64?) throws {
    try sql.run(
      "UPDATE jobs SET state = 'dead', worker_id = NULL, reason = 'broken' WHERE id = ?", .optional(id))
  }

  /// What SQLite says to a statement that is refused; nil: it was not.
  func refusal(_ statement: String) -> String? { refusal { try sql.execute(statement) } }

  func refusal(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// Everything that the tables hold, to see that nothing was changed.
  func contents() throws -> [String] {
    try [
      "queue": "id, database_id, lease_token, virtual_time, max_running",
      "tenants": "name, max_running, weight, paused_at",
      "lanes":
        "tenant, kind, virtual_time, closed, ready, blocked, scheduled, running, succeeded, dead, cancelled",
      "cancel_requests": "job_id",
      "jobs": "id, tenant, kind, payload, state, attempt, lease_token, worker_id, resource, waits_for",
      "job_dependencies": "job_id, depends_on", "work_log": "id, job_id, event, state",
      "workers": "id, name, stopped_at", "kinds": "name, max_attempts",
    ].sorted { $0.key < $1.key }.flatMap { table, columns in
      try sql.rows("SELECT json_array('\(table)', \(columns)) FROM \(table) ORDER BY 1") { $0.text(0) }
    }
  }
}
