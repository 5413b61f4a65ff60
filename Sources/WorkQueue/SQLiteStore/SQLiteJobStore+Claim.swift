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
    try await write { connection in
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

  package func claim(workerId: Int64, slots: Int, atMs: Int64) async throws -> ClaimBatch {
    let slots = min(slots, QueueLimits.maxJobsPerClaim)
    return try await write { connection in
      guard
        try connection.integer(
          "SELECT 1 FROM workers WHERE id = ? AND stopped_at IS NULL", .integer(workerId)) != nil
      else { throw LeaseLost() }
      try connection.run(Self.promote, .integer(atMs), .integer(QueueLimits.maxPromotedPerClaim))
      let jobs = try Self.claimReady(workerId: workerId, slots: slots, atMs: atMs, on: connection)
      let next = try connection.integer(Self.nextScheduled)
      return ClaimBatch(jobs: jobs, nextRunAtMs: next)
    }
  }

  static let promote = """
    UPDATE jobs SET state = 'ready', updated_at = ?1
    WHERE id IN (SELECT id FROM jobs WHERE state = 'scheduled' AND run_at <= ?1 ORDER BY run_at LIMIT ?2)
    """

  static let nextScheduled = "SELECT run_at FROM jobs WHERE state = 'scheduled' ORDER BY run_at LIMIT 1"

  static let openLanes = """
    SELECT tenant, virtual_time, weight, min(ready, max_running - running) FROM lanes
    WHERE ready > 0 AND running < max_running AND paused = 0 ORDER BY virtual_time, tenant LIMIT ?
    """

  static let claimFromLane = """
    UPDATE jobs SET state = 'running', attempt = attempt + 1, worker_id = ?3, lease_token = ?4, updated_at = ?5
    WHERE id IN (
      SELECT id FROM jobs WHERE tenant = ?1 AND state = 'ready' ORDER BY run_at - priority * 60000, id LIMIT ?2)
    RETURNING id, tenant, kind, payload, attempt, max_attempts, resource, edition, checkpoint, lease_token,
              created_at, run_at, reason
    """

  private static func claimReady(
    workerId: Int64, slots: Int, atMs: Int64, on connection: Connection
  ) throws -> [ClaimedJob] {
    let queue = try connection.first("SELECT lease_token, virtual_time, paused_at FROM queue") {
      (token: $0.integer(0), virtualTime: $0.integer(1), isPaused: !$0.isNull(2))
    }
    guard let queue, !queue.isPaused else { return [] }
    let lanes = try connection.rows(openLanes, [.integer(slots)]) { row in
      FairShare.Lane(
        tenant: row.text(0), virtualTime: row.integer(1), weight: row.integer(2), capacity: row.int(3))
    }
    guard !lanes.isEmpty else { return [] }

    // One token for all of a claim: with the job's id it is unique, and it is above every earlier one.
    let token = queue.token + 1
    let (shares, virtualTime) = FairShare.allot(slots, to: lanes, virtualTime: queue.virtualTime)
    try connection.run(
      "UPDATE queue SET lease_token = ?1, virtual_time = max(virtual_time, ?2)", .integer(token),
      .integer(virtualTime))
    var jobs: [ClaimedJob] = []
    for share in shares {
      jobs += try connection.rows(
        claimFromLane,
        [.text(share.tenant), .integer(share.count), .integer(workerId), .integer(token), .integer(atMs)],
        read: claimedJob)
      try connection.run(
        "UPDATE lanes SET virtual_time = ?2 WHERE tenant = ?1", .text(share.tenant),
        .integer(share.virtualTime))
    }
    return jobs
  }

  private static func claimedJob(_ row: Row) -> ClaimedJob {
    ClaimedJob(
      id: row.integer(0), tenant: row.text(1), kind: row.text(2), payload: row.text(3), attempt: row.int(4),
      maxAttempts: row.int(5), resource: row.optionalText(6), edition: row.int(7),
      reason: row.optionalText(12), checkpoint: row.optionalText(8), leaseToken: row.integer(9),
      createdAtMs: row.integer(10),
      runAtMs: row.integer(11))
  }

  package func canGoOn(withoutReasons waiting: [String]) async throws -> Bool {
    let list = Self.jsonList(waiting)
    return try read { connection in try connection.integer(Self.anythingLeft, .text(list)) == 1 }
  }

  private static func jsonList(_ words: [String]) -> String {
    "[" + words.map(JSONText.string).joined(separator: ",") + "]"
  }

  /// What is scheduled and was never claimed waits for its time, not for us.
  static let anythingLeft = """
    SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'running')
      OR (SELECT paused_at IS NULL FROM queue) AND (
        EXISTS (SELECT 1 FROM lanes WHERE ready > 0 AND paused = 0)
        OR EXISTS (SELECT 1 FROM jobs JOIN lanes ON lanes.tenant = jobs.tenant
                   WHERE jobs.state = 'scheduled' AND jobs.lease_token > 0 AND lanes.paused = 0
                     AND coalesce(jobs.reason, '') NOT IN (SELECT value FROM json_each(?1))))
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
      SELECT id FROM jobs WHERE state = 'scheduled' AND reason = ?1 AND (?2 IS NULL OR tenant = ?2) LIMIT ?4)
    """
}
