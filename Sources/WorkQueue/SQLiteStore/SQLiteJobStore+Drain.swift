import SQLite

extension SQLiteJobStore {
  package func canGoOn(withoutReasons waiting: [String]) async throws -> Bool {
    let list = Self.jsonList(waiting)
    return try read { connection in try connection.integer(Self.anythingLeft, .text(list)) == 1 }
  }

  /// What is scheduled and was never claimed waits for its time, not for us.
  static let anythingLeft = """
    SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'running')
      OR (SELECT paused_at IS NULL FROM queue) AND (
        EXISTS (SELECT 1 FROM lanes JOIN kinds ON kinds.name = lanes.kind
                WHERE ready > 0 AND closed IN (0, 2) AND kinds.paused_at IS NULL)
        OR EXISTS (SELECT 1 FROM jobs INDEXED BY jobs_tried JOIN tenants ON tenants.name = jobs.tenant JOIN kinds ON kinds.name = jobs.kind
                   WHERE jobs.state = 'scheduled' AND jobs.lease_token > 0 AND tenants.paused_at IS NULL
                     AND kinds.paused_at IS NULL AND coalesce(jobs.reason, '') NOT IN (SELECT value FROM json_each(?1))))
    """

  package func wake(reason: String, tenant: String?, atMs: Int64) async throws -> Int {
    var count = 0
    while true {
      // In portions, so that other writers get their turn.
      let woken = try await write { connection in
        try connection.run(
          Self.wakeWaiting, .text(reason), .optional(tenant), .integer(atMs),
          .integer(QueueLimits.maxPromotedPerClaim))
      }
      count += woken
      if woken < QueueLimits.maxPromotedPerClaim { return count }
    }
  }

  static let wakeWaiting = """
    UPDATE jobs SET state = 'ready', run_at = ?3, updated_at = ?3 WHERE id IN (
      SELECT id FROM jobs WHERE state = 'scheduled' AND lease_token > 0 AND reason = ?1 AND (?2 IS NULL OR tenant = ?2) LIMIT ?4)
    """
}
