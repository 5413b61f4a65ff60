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
  static let allWaiting = """
    WITH RECURSIVE waiting (id, tenant, resource) AS (
      SELECT id, tenant, resource FROM jobs WHERE id IN (SELECT value FROM json_each(?1))
      UNION
      SELECT later.id, later.tenant, later.resource FROM waiting
      JOIN job_dependencies AS link ON link.depends_on = waiting.id
      JOIN jobs AS later ON later.id = link.job_id
      WHERE later.finished_at IS NULL
      UNION
      SELECT later.id, later.tenant, later.resource FROM waiting
      JOIN jobs AS later ON later.tenant = waiting.tenant AND later.resource = waiting.resource
      WHERE later.finished_at IS NULL AND later.resource IS NOT NULL AND later.id > waiting.id)
    SELECT jobs.id, jobs.state FROM waiting JOIN jobs ON jobs.id = waiting.id
    """

  package func cancelRequests(workerId: Int64) async throws -> [(jobId: Int64, leaseToken: Int64)] {
    try read { connection in
      try connection.rows(Self.requestsOfWorker, [.integer(workerId)]) { ($0.integer(0), $0.integer(1)) }
    }
  }

  static let requestsOfWorker = """
    SELECT jobs.id, jobs.lease_token FROM cancel_requests CROSS JOIN jobs ON jobs.id = cancel_requests.job_id
    WHERE jobs.state = 'running' AND jobs.worker_id = ?1
    """
}
