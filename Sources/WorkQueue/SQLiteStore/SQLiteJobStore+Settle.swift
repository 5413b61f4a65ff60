import SQLite

extension SQLiteJobStore {
  package func settle(
    jobId: Int64, leaseToken: Int64, _ settlement: Settlement, atMs: Int64
  ) async throws -> Bool {
    if case .succeeded(let result) = settlement {
      return try await write(
        Success(jobId: jobId, leaseToken: leaseToken, result: result, atMs: atMs), in: successes)
    }
    return try await write(isShort: true) { connection in
      let (sql, values) = Self.statement(for: settlement)
      let all = [.integer(jobId), .integer(leaseToken), .integer(atMs)] + values
      return try connection.run(sql, all) == 1
    }
  }

  /// A job that has succeeded under a lease.
  struct Success: Sendable {
    let jobId: Int64
    let leaseToken: Int64
    let result: String?
    let atMs: Int64

    /// `[[job, lease, time, result], …]`
    fileprivate static func json(_ successes: [Success]) -> String {
      var list = [UInt8(ascii: "[")]
      list.reserveCapacity(successes.reduce(2) { $0 + 64 + 2 * ($1.result?.utf8.count ?? 4) })
      for (index, success) in successes.enumerated() {
        list += (index == 0 ? "[" : ",[").utf8
        for number in [success.jobId, success.leaseToken, success.atMs] {
          list += String(number).utf8
          list.append(UInt8(ascii: ","))
        }
        if let result = success.result { JSONText.append(result, to: &list) } else { list += "null".utf8 }
        list.append(UInt8(ascii: "]"))
      }
      list.append(UInt8(ascii: "]"))
      return String(decoding: list, as: UTF8.self)
    }
  }

  /// Writes down all that has succeeded: one statement for many costs half of one for each.
  ///
  /// - Returns: of each, whether its lease was the job's newest.
  /// - Throws: if that is not the same for all of them: then they are asked for one by one.
  static func succeed(_ successes: [Success], on connection: Connection) throws -> [Bool] {
    let count = try connection.run(succeed, .text(Success.json(successes)))
    guard count == successes.count || successes.count == 1 else { throw LeaseLost() }
    return successes.map { _ in count > 0 }
  }

  package func checkpoint(jobId: Int64, leaseToken: Int64, json: String) async throws -> Bool {
    try await write(isShort: true) { connection in
      try connection.run(
        "UPDATE jobs SET checkpoint = ?3 WHERE id = ?1 AND state = 'running' AND lease_token = ?2",
        .integer(jobId), .integer(leaseToken), .text(json)) == 1
    }
  }

  /// A result that is not JSON is kept as a JSON string: it must not stop the job from being finished.
  static let succeed = """
    UPDATE jobs NOT INDEXED SET state = 'succeeded',
                    result = CASE WHEN done.result IS NULL OR json_valid(done.result) THEN done.result ELSE json_quote(done.result) END,
                    reason = NULL, last_error = NULL, worker_id = NULL, finished_at = done.at, updated_at = done.at
    FROM (SELECT value ->> 0 AS job_id, value ->> 1 AS token, value ->> 2 AS at, value ->> 3 AS result
          FROM json_each(?1)) AS done
    WHERE jobs.id = done.job_id AND jobs.state = 'running' AND jobs.lease_token = done.token
    """
  static let retry = """
    UPDATE jobs SET state = 'scheduled', run_at = ?4, reason = ?5, last_error = ?6, worker_id = NULL, updated_at = ?3,
                    failures = json_set(coalesce(failures, '{}'), '$."' || ?5 || '"',
                                        coalesce(failures ->> ('$."' || ?5 || '"'), 0) + 1)
    WHERE id = ?1 AND state = 'running' AND lease_token = ?2
    """
  static let snooze = """
    UPDATE jobs SET state = 'scheduled', run_at = ?4, reason = ?5, last_error = ?6, worker_id = NULL, updated_at = ?3,
                    attempt = attempt - 1
    WHERE id = ?1 AND state = 'running' AND lease_token = ?2
    """
  static let bury = """
    UPDATE jobs SET state = 'dead', reason = ?4, last_error = ?5, worker_id = NULL, updated_at = ?3
    WHERE id = ?1 AND state = 'running' AND lease_token = ?2
    """
  static let cancelRunning = """
    UPDATE jobs SET state = 'cancelled', reason = ?4, last_error = ?5, worker_id = NULL, finished_at = ?3,
                    updated_at = ?3
    WHERE id = ?1 AND state = 'running' AND lease_token = ?2
    """
  static let release = """
    UPDATE jobs SET state = 'ready', worker_id = NULL, updated_at = ?3, attempt = attempt - 1
    WHERE id = ?1 AND state = 'running' AND lease_token = ?2
    """

  /// The statement, and its values after the job, the lease and the time.
  private static func statement(for settlement: Settlement) -> (String, [SQLiteValue]) {
    switch settlement {
    case .succeeded: preconditionFailure("what has succeeded is written down together")
    case .retry(let runAtMs, let failure): return (retry, [.integer(runAtMs)] + words(failure))
    case .snoozed(let runAtMs, let failure): return (snooze, [.integer(runAtMs)] + words(failure))
    case .dead(let failure): return (bury, words(failure))
    case .cancelled(let failure): return (cancelRunning, words(failure))
    case .released: return (release, [])
    }
  }

  private static func words(_ failure: Failure?) -> [SQLiteValue] {
    guard let failure else { return [.null, .null] }
    return [.text(failure.reason), .text(String(failure.message.prefix(QueueLimits.maxErrorCharacters)))]
  }

  package func rescue(atMs: Int64) async throws -> Int {
    // Most of the time nobody has died: that is seen without asking for the write lock.
    guard try read({ try $0.integer(Self.anyoneLost, .integer(atMs)) }) == 1 else { return 0 }
    return try await write { connection in
      try connection.run(Self.giveUpWorkers, .integer(atMs))
      return try connection.run(
        Self.rescueJobs, .integer(atMs), .integer(QueueLimits.maxRescues),
        .integer(QueueLimits.maxRescuedAtOnce))
    }
  }

  static let anyoneLost = """
    SELECT EXISTS (SELECT 1 FROM workers WHERE stopped_at IS NULL AND lease_until < ?1)
      OR EXISTS (SELECT 1 FROM jobs WHERE state = 'running'
                 AND worker_id NOT IN (SELECT id FROM workers WHERE stopped_at IS NULL))
    """

  static let giveUpWorkers =
    "UPDATE workers SET stopped_at = ?1 WHERE stopped_at IS NULL AND lease_until < ?1"

  static let rescueJobs = """
    UPDATE jobs SET
      state = CASE WHEN rescues + 1 >= ?2 THEN 'dead' ELSE 'ready' END,
      reason = CASE WHEN rescues + 1 >= ?2 THEN 'worker-lost' ELSE reason END,
      last_error = CASE WHEN rescues + 1 >= ?2
        THEN 'the worker died ' || ?2 || ' times while it ran this job; find out why before you replay it'
        ELSE last_error END,
      rescues = rescues + 1, worker_id = NULL, updated_at = ?1
    WHERE id IN (
      SELECT id FROM jobs WHERE state = 'running'
        AND worker_id NOT IN (SELECT id FROM workers WHERE stopped_at IS NULL) LIMIT ?3)
    """
}
