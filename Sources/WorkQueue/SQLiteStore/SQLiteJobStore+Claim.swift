import FoundationEssentials
import SQLite

extension SQLiteJobStore {
  package func claim(
    workerId: Int64, atMs: Int64, slots: @escaping @Sendable () -> Int
  ) async throws -> ClaimBatch {
    // A power cut that undoes a claim ends the worker, too, and what an operation may not forget is on disk before its
    // first call: there is no need to wait for the disk here.
    return try await write(isLazy: true, isLast: true, isShort: true) { [knownTenants] connection in
      guard
        try connection.integer(
          "SELECT 1 FROM workers WHERE id = ? AND stopped_at IS NULL", .integer(workerId)) != nil
      else { throw LeaseLost() }
      knownTenants.claim(seeing: try connection.foreignCommits())
      let slots = min(slots(), QueueLimits.maxJobsPerClaim)
      try connection.run(Self.promote, .integer(atMs), .integer(QueueLimits.maxPromotedPerClaim))
      let jobs = try Self.claimReady(workerId: workerId, slots: slots, atMs: atMs, on: connection)
      let next = try connection.integer(Self.nextScheduled)
      return ClaimBatch(jobs: jobs, isFull: jobs.count >= slots, nextRunAtMs: next)
    }
  }

  static let promote = """
    UPDATE jobs SET state = 'ready', updated_at = ?1
    WHERE id IN (SELECT id FROM jobs WHERE state = 'scheduled' AND run_at <= ?1 ORDER BY run_at LIMIT ?2)
    """

  static let nextScheduled = "SELECT run_at FROM jobs WHERE state = 'scheduled' ORDER BY run_at LIMIT 1"

  /// The kinds that may run now, and how many jobs more; of a kind without a limit, as many as anybody wants.
  static let openKinds = """
    SELECT name, timeout_ms, retry,
           CASE WHEN max_running IS NULL THEN 9223372036854775807
                ELSE max_running - (SELECT count(*) FROM jobs WHERE state = 'running' AND jobs.kind = name) END
    FROM kinds WHERE paused_at IS NULL
    """

  static let openLanes = """
    SELECT lanes.tenant, lanes.virtual_time, lanes.ready, tenants.weight,
           tenants.max_running - (SELECT sum(own.running) FROM lanes AS own WHERE own.tenant = lanes.tenant)
    FROM lanes JOIN tenants ON tenants.name = lanes.tenant
    WHERE lanes.kind = ?1 AND lanes.ready > 0 AND lanes.closed = 0 ORDER BY lanes.virtual_time, lanes.tenant LIMIT ?2
    """

  /// Lanes that can run a job, as far as it matters how many they are.
  static let countOpenLanes = """
    SELECT count(*) FROM (SELECT 1 FROM lanes WHERE kind = ?1 AND ready > 0 AND closed = 0 LIMIT ?2)
    """

  /// A lane served moves back in the line; one whose tenant runs all it may closes until a job of the tenant leaves.
  static let serveLanes = """
    UPDATE lanes SET virtual_time = ?2, closed = closed | (CASE WHEN ?3 THEN 2 ELSE 0 END) WHERE tenant = ?1
    """

  static let mostUrgent = """
    SELECT run_at - priority * 60000, id FROM jobs WHERE tenant = ?1 AND kind = ?2 AND state = 'ready'
    ORDER BY run_at - priority * 60000, id LIMIT ?3
    """

  /// What a worker is told of its jobs, read before they are claimed: RETURNING would keep a copy of each row until the
  /// last one is changed.
  static let claimableJobs = """
    SELECT id, tenant, kind, payload, attempt, max_attempts, resource, edition, checkpoint, created_at, run_at, reason,
           timeout_ms, retry, give_up_at, replayed_at, failures
    FROM jobs WHERE id IN (SELECT value FROM json_each(?1))
    """

  /// All jobs of a claim in one statement, which costs half of what one statement for each lane does.
  static let claimJobs = """
    UPDATE jobs SET state = 'running', attempt = attempt + 1, worker_id = ?2, lease_token = ?3, updated_at = ?4
    WHERE id IN (SELECT value FROM json_each(?1))
    """

  static func claimReady(
    workerId: Int64, slots: Int, atMs: Int64, on connection: Connection
  ) throws -> [ClaimedJob] {
    let queue = try connection.first("SELECT lease_token, virtual_time, paused_at, max_running FROM queue") {
      (
        token: $0.integer(0), virtualTime: $0.integer(1), isPaused: !$0.isNull(2),
        limit: $0.optionalInteger(3)
      )
    }
    guard let queue, !queue.isPaused else { return [] }
    var slots = slots
    if let limit = queue.limit {
      let running = try connection.integer("SELECT count(*) FROM jobs WHERE state = 'running'") ?? 0
      slots = min(slots, Int(max(limit - running, 0)))
    }
    // One token for all of a claim: with the job's id it is unique, and it is above every earlier one.
    let lease = Lease(workerId: workerId, token: queue.token + 1, atMs: atMs)
    var claim = Claim(
      kinds: try connection.rows(openKinds) { row in
        Claim.Kind(
          settings: KindSettings(
            name: row.text(0), timeoutMs: row.optionalInteger(1), retry: rules(row.optionalText(2))),
          room: Int(max(row.integer(3), 0)))
      }, virtualTime: queue.virtualTime)
    var jobs: [ClaimedJob] = []
    // A limited kind that several tenants wanted may leave slots over for others.
    while jobs.count < slots {
      let round = try claimRound(&claim, slots: slots - jobs.count, under: lease, on: connection)
      if round.isOver { break }
      jobs += round.jobs
    }
    return jobs
  }

  /// What all jobs of one claim are given.
  private struct Lease {
    let workerId: Int64
    let token: Int64
    let atMs: Int64
  }

  private static func claimRound(
    _ claim: inout Claim, slots: Int, under lease: Lease, on connection: Connection
  ) throws -> (jobs: [ClaimedJob], isOver: Bool) {
    for kind in claim.openKinds {
      let lanes = try connection.rows(openLanes, [.text(kind), .integer(slots)]) { row in
        Claim.Lane(
          tenant: row.text(0), kind: kind, virtualTime: row.integer(1), ready: row.int(2),
          weight: row.integer(3),
          tenantRoom: row.int(4))
      }
      let count = lanes.count < slots ? lanes.count : try waitingLanes(kind, slots, on: connection)
      claim.add(lanes, of: count)
    }
    let shares = claim.allot(slots)
    // Each share starts a job or closes a lane, so rounds come to an end.
    guard !shares.isEmpty else { return ([], true) }
    try connection.run(
      "UPDATE queue SET lease_token = ?1, virtual_time = max(virtual_time, ?2)", .integer(lease.token),
      .integer(claim.virtualTime))
    var ids: [Int64] = []
    for share in shares {
      let chosen = try mostUrgentIds(of: share, in: &claim, on: connection)
      ids += chosen
      try connection.run(
        serveLanes, .text(share.tenant), .integer(share.virtualTime(claimed: chosen.count)),
        .integer(chosen.count >= share.tenantRoom ? 1 : 0))
    }
    guard !ids.isEmpty else { return ([], false) }
    let list = SQLiteValue.text(JSONText.list(ids))
    let jobs = try connection.rows(claimableJobs, [list]) { row in
      claimedJob(row, under: lease, claim.settings(of: row.text(2)))
    }
    try connection.run(
      claimJobs, list, .integer(lease.workerId), .integer(lease.token), .integer(lease.atMs))
    return (jobs, false)
  }

  private static func waitingLanes(_ kind: String, _ slots: Int, on connection: Connection) throws -> Int {
    // For a small claim it does not matter.
    guard slots >= 2 * QueueLimits.turnsPerClaim else { return slots }
    let most = QueueLimits.maxLanesForLongTurns + 1
    return Int(try connection.integer(countOpenLanes, .text(kind), .integer(most)) ?? 0)
  }

  /// A tenant's share: its most urgent jobs, of whatever kind.
  private static func mostUrgentIds(
    of share: Claim.Share, in claim: inout Claim, on connection: Connection
  ) throws -> [Int64] {
    var jobs: [(urgency: Int64, id: Int64, kind: String)] = []
    for kind in share.kinds where claim.room(of: kind) > 0 {
      jobs += try connection.rows(
        mostUrgent, [.text(share.tenant), .text(kind), .integer(min(share.count, claim.room(of: kind)))]
      ) { ($0.integer(0), $0.integer(1), kind) }
    }
    jobs.sort { ($0.urgency, $0.id) < ($1.urgency, $1.id) }
    let chosen = jobs.prefix(share.count)
    for job in chosen { claim.took(1, of: job.kind) }
    return chosen.map(\.id)
  }

  private static func claimedJob(_ row: Row, under lease: Lease, _ kind: KindSettings) -> ClaimedJob {
    ClaimedJob(
      id: row.integer(0), tenant: row.text(1), kind: row.text(2), payload: row.text(3),
      attempt: row.int(4) + 1, maxAttempts: row.int(5), resource: row.optionalText(6), edition: row.int(7),
      reason: row.optionalText(11), checkpoint: row.optionalText(8), leaseToken: lease.token,
      createdAtMs: row.integer(9), runAtMs: row.integer(10), replayedAtMs: row.optionalInteger(15),
      timeoutMs: row.optionalInteger(12) ?? kind.timeoutMs, retry: rules(row.optionalText(13)),
      giveUpAtMs: row.optionalInteger(14), kindRetry: kind.retry, failures: failures(row.optionalText(16)))
  }

  /// Rules that another program wrote and that make no sense decide nothing: the job runs all the same.
  static func rules(_ json: String?) -> RetryRules? { json.flatMap { try? RetryRules(parsing: $0) } }

  private static func failures(_ json: String?) -> [String: Int] {
    guard let json else { return [:] }
    return (try? JSONDecoder().decode([String: Int].self, from: Data(json.utf8))) ?? [:]
  }
}
