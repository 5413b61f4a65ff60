import SQLite

extension SQLiteJobStore {
  package func cancel(
    ids: [Int64], cascade: Bool, reason: String, atMs: Int64
  ) async throws -> Cancellation {
    try await write { connection in
      var states: [Int64: String] = [:]
      for id in ids {
        let state = try connection.first("SELECT state FROM jobs WHERE id = ?", .integer(id)) { $0.text(0) }
        guard let state else { throw OperatorRefusal("there is no job \(id)") }
        guard ![JobState.succeeded, .cancelled].contains(where: { $0.rawValue == state }) else {
          throw OperatorRefusal("job \(id) is \(state) already; only unfinished jobs can be cancelled")
        }
        states[id] = state
      }
      if cascade {
        for (id, state) in try Self.waiting(for: ids, on: connection) { states[id] = state }
      }
      var result = Cancellation()
      // The later ones first, so that none is let go on by the end of an earlier one.
      for (id, state) in states.sorted(by: { $0.key > $1.key }) {
        if state == JobState.running.rawValue {
          try connection.run(Self.askToStop, .integer(id), .integer(atMs))
          result.stopping.append(id)
        } else {
          try connection.run(Self.cancelJob, .integer(id), .integer(atMs), .text(reason))
          result.cancelled.append(id)
        }
      }
      result.stopping.reverse()
      result.cancelled.reverse()
      return result
    }
  }

  static let askToStop = "INSERT INTO cancel_requests (job_id, at) VALUES (?1, ?2)"

  /// A dead job keeps the reason for which it died.
  static let cancelJob = """
    UPDATE jobs SET state = 'cancelled', finished_at = ?2, updated_at = ?2,
                    reason = CASE state WHEN 'dead' THEN reason ELSE ?3 END
    WHERE id = ?1 AND state IN ('blocked', 'scheduled', 'ready', 'dead')
    """

  private static func waiting(
    for ids: [Int64], on connection: Connection
  ) throws -> [(Int64, String)] {
    let list = JSONText.list(ids)
    return try connection.rows(allWaiting, [.text(list)]) { ($0.integer(0), $0.text(1)) }
  }

  /// All that waits for the jobs, and for what waits for them: by dependency, or behind them at their resource.
  ///
  /// What is looked up in a table stands in a SELECT of its own here, and so it does below: in a join SQLite may rather go
  /// through all of the table, as long as its statistics are from when that was small.
  static let allWaiting = """
    WITH RECURSIVE waiting (id) AS (
      SELECT value FROM json_each(?1) WHERE EXISTS (SELECT 1 FROM jobs WHERE jobs.id = value)
      UNION
      SELECT value FROM waiting
      CROSS JOIN json_each((SELECT json_group_array(job_id) FROM job_dependencies WHERE depends_on = waiting.id))
      WHERE (SELECT finished_at IS NULL FROM jobs WHERE jobs.id = value)
      UNION
      SELECT value FROM waiting
      CROSS JOIN json_each((
        SELECT json_group_array(id) FROM jobs
        WHERE tenant = (SELECT own.tenant FROM jobs AS own WHERE own.id = waiting.id)
          AND resource = (SELECT own.resource FROM jobs AS own WHERE own.id = waiting.id)
          AND finished_at IS NULL AND resource IS NOT NULL AND jobs.id > waiting.id)))
    SELECT id, (SELECT state FROM jobs WHERE jobs.id = waiting.id) FROM waiting
    """

  package func cancelRequests(workerId: Int64) async throws -> [(jobId: Int64, leaseToken: Int64)] {
    try read { connection in
      try connection.rows(Self.requestsOfWorker, [.integer(workerId)]) { ($0.integer(0), $0.integer(1)) }
    }
  }

  static let requestsOfWorker = """
    SELECT job_id, lease_token FROM (
      SELECT job_id, (SELECT lease_token FROM jobs WHERE id = job_id AND state = 'running' AND worker_id = ?1) AS lease_token
      FROM cancel_requests)
    WHERE lease_token IS NOT NULL
    """
}
