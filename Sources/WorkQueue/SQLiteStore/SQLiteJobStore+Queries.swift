import SQLite

extension SQLiteJobStore {
  private static let jobColumns = """
    id, tenant, kind, idempotency_key, payload, state, priority, run_at, attempt, max_attempts, resource, edition,
    waits_for, reason, last_error, result, created_at, updated_at, finished_at, give_up_at, timeout_ms, retry, failures,
    key_expires_at
    """

  package func job(id: Int64) async throws -> Job? {
    try read { connection in
      try connection.first("SELECT \(Self.jobColumns) FROM jobs WHERE id = ?", .integer(id), read: Self.job)
    }
  }

  package func jobs(_ filter: JobFilter, limit: Int) async throws -> [Job] {
    let (condition, values) = Self.condition(filter)
    return try read { connection in
      try connection.rows(
        "SELECT \(Self.jobColumns) FROM jobs \(condition) ORDER BY id DESC LIMIT ?",
        values + [.integer(limit)],
        read: Self.job
      ).reversed()
    }
  }

  package func ids(_ filter: JobFilter, limit: Int) async throws -> [Int64] {
    let (condition, values) = Self.condition(filter)
    return try read { connection in
      try connection.rows(
        "SELECT id FROM jobs \(condition) ORDER BY id LIMIT ?", values + [.integer(limit)]
      ) { $0.integer(0) }
    }
  }

  package func hasSucceeded(tenant: String, kinds: [String], sinceMs: Int64) async throws -> Bool {
    let list = Self.jsonList(kinds)
    return try read { connection in
      try connection.integer(Self.hasSucceeded, .text(tenant), .text(list), .integer(sinceMs)) == 1
    }
  }

  static let hasSucceeded = """
    SELECT EXISTS (SELECT 1 FROM lanes WHERE tenant = ?1 AND kind IN (SELECT value FROM json_each(?2))
                   AND succeeded_at >= ?3)
    """

  static func jsonList(_ words: [String]) -> String {
    "[" + words.map(JSONText.string).joined(separator: ",") + "]"
  }

  package func counts(ids: [Int64]) async throws -> [JobState: Int] {
    let list = JSONText.list(ids)
    let pairs = try read { connection in
      try connection.rows(
        """
        SELECT jobs.state, count(*) FROM json_each(?) AS wanted JOIN jobs ON jobs.id = wanted.value
        GROUP BY jobs.state
        """, [.text(list)]
      ) { (JobState(rawValue: $0.text(0)) ?? .blocked, $0.int(1)) }
    }
    return Dictionary(pairs) { $0 + $1 }
  }

  /// Text that is made of constants alone; what the caller gave is bound.
  private static func condition(_ filter: JobFilter) -> (String, [SQLiteValue]) {
    var terms: [String] = []
    var values: [SQLiteValue] = []
    if !filter.ids.isEmpty {
      terms.append("id IN (SELECT value FROM json_each(?))")
      values.append(.text("[" + filter.ids.map(String.init).joined(separator: ",") + "]"))
    }
    if let state = filter.state {
      // A literal, so that the state's partial index can serve.
      terms.append("state = '\(state.rawValue)'")
    }
    for (column, value) in [("tenant", filter.tenant), ("kind", filter.kind), ("reason", filter.reason)] {
      guard let value else { continue }
      terms.append("\(column) = ?")
      values.append(.text(value))
    }
    if let sinceMs = filter.sinceMs {
      terms.append("updated_at >= ?")
      values.append(.integer(sinceMs))
    }
    return (terms.isEmpty ? "" : "WHERE " + terms.joined(separator: " AND "), values)
  }

  private static func job(_ row: Row) -> Job {
    Job(
      id: row.integer(0), tenant: row.text(1), kind: row.text(2), idempotencyKey: row.text(3),
      payload: row.text(4), state: JobState(rawValue: row.text(5)) ?? .blocked, priority: row.int(6),
      runAtMs: row.integer(7), attempt: row.int(8), maxAttempts: row.int(9), resource: row.optionalText(10),
      edition: row.int(11), waitsFor: row.int(12), reason: row.optionalText(13),
      lastError: row.optionalText(14), result: row.optionalText(15), createdAtMs: row.integer(16),
      updatedAtMs: row.integer(17), finishedAtMs: row.optionalInteger(18),
      giveUpAtMs: row.optionalInteger(19),
      timeoutMs: row.optionalInteger(20), retry: row.optionalText(21), failures: row.optionalText(22),
      keyExpiresAtMs: row.optionalInteger(23))
  }

  package func log(_ filter: LogFilter, afterId: Int64?, limit: Int) async throws -> [LogEntry] {
    var terms: [String] = []
    var values: [SQLiteValue] = []
    if let jobId = filter.jobId {
      terms.append("job_id = ?")
      values.append(.integer(jobId))
    }
    if let tenant = filter.tenant {
      terms.append("tenant = ?")
      values.append(.text(tenant))
    }
    if let sinceMs = filter.sinceMs {
      terms.append("at >= ?")
      values.append(.integer(sinceMs))
    }
    if let afterId {
      terms.append("id > ?")
      values.append(.integer(afterId))
    }
    let condition = terms.isEmpty ? "" : "WHERE " + terms.joined(separator: " AND ")
    let order = afterId == nil ? "DESC" : "ASC"
    let sql = """
      SELECT id, at, job_id, tenant, event, state, attempt, detail FROM work_log \(condition)
      ORDER BY id \(order) LIMIT ?
      """
    let bound = values + [.integer(limit)]
    let rows = try read { connection in
      try connection.rows(sql, bound) { row in
        LogEntry(
          id: row.integer(0), atMs: row.integer(1), jobId: row.optionalInteger(2), tenant: row.text(3),
          event: row.text(4), state: row.optionalText(5).flatMap(JobState.init),
          attempt: row.optionalInteger(6).map(Int.init), detail: row.optionalText(7))
      }
    }
    return afterId == nil ? rows.reversed() : rows
  }
}
