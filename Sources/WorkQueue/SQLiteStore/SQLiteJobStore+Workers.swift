import SQLite

extension SQLiteJobStore {
  package func register(
    name: String, concurrency: Int, leaseUntilMs: Int64, atMs: Int64
  ) async throws -> Int64 {
    try await write { connection in
      try connection.run(
        "INSERT INTO workers (name, concurrency, started_at, lease_until) VALUES (?, ?, ?, ?)",
        .text(name), .integer(concurrency), .integer(atMs), .integer(leaseUntilMs))
      return connection.lastInsertedRowId
    }
  }

  package func heartbeat(workerId: Int64, leaseUntilMs: Int64) async throws -> Bool {
    // A power cut that undoes it takes the worker along.
    try await write(isLazy: true) { connection in
      try connection.run(
        "UPDATE workers SET lease_until = max(lease_until, ?2) WHERE id = ?1 AND stopped_at IS NULL",
        .integer(workerId), .integer(leaseUntilMs)) == 1
    }
  }

  package func retire(workerId: Int64, atMs: Int64) async throws {
    try await write { connection in
      _ = try connection.run(
        "UPDATE workers SET stopped_at = ?2 WHERE id = ?1 AND stopped_at IS NULL",
        .integer(workerId), .integer(atMs))
    }
  }
}
