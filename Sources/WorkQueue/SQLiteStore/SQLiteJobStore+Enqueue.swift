import SQLite

extension SQLiteJobStore {
  package func enqueue(
    _ jobs: [NewJob], saving tenants: [Tenant], atMs: Int64
  ) async throws -> EnqueueResult {
    defer { if !tenants.isEmpty { knownTenants.forget() } }
    return try await write(isShort: jobs.count + tenants.count == 1) { connection in
      let changes = try tenants.map { try Self.save($0, atMs: atMs, on: connection) }
      var results: [Enqueued] = []
      results.reserveCapacity(jobs.count)
      for (index, job) in jobs.enumerated() {
        results.append(try Self.insertOrExplain(job, index: index, atMs: atMs, on: connection).get())
      }
      return EnqueueResult(tenants: changes, jobs: results)
    }
  }

  /// Undoes a batch, and carries what came of each of its jobs out of the transaction.
  private struct Undone: Error {
    let results: [Result<Enqueued, EnqueueRefusal>]
  }

  package func enqueueEach(
    _ jobs: [NewJob], _ mode: BatchMode, atMs: Int64
  ) async throws -> [Result<Enqueued, EnqueueRefusal>] {
    if mode == .each { return try await enqueueInPortions(jobs, atMs: atMs) }
    do {
      return try await write { connection in
        let results = try jobs.enumerated().map { index, job in
          try Self.insertOrExplain(job, index: index, atMs: atMs, on: connection)
        }
        let isRefused = results.contains { if case .failure = $0 { true } else { false } }
        if mode == .trial || mode == .allOrNone && isRefused { throw Undone(results: results) }
        return results
      }
    } catch let undone as Undone {
      return undone.results
    }
  }

  /// Each job for itself: in transactions that are as large as the others who want to write allow.
  private func enqueueInPortions(
    _ jobs: [NewJob], atMs: Int64
  ) async throws -> [Result<Enqueued, EnqueueRefusal>] {
    var results: [Result<Enqueued, EnqueueRefusal>] = []
    results.reserveCapacity(jobs.count)
    while results.count < jobs.count {
      let first = results.count
      results += try await write { connection in
        var portion: [Result<Enqueued, EnqueueRefusal>] = []
        for index in first..<min(first + QueueLimits.maxEnqueuedAtOnce, jobs.count) {
          if index > first, portion.count.isMultiple(of: QueueLimits.enqueuedPerLook),
            connection.othersHaveWaited
          {
            break
          }
          portion.append(try Self.insertOrExplain(jobs[index], index: index, atMs: atMs, on: connection))
        }
        return portion
      }
    }
    return results
  }

  /// A statement that is refused undoes itself and nothing before it.
  static func insertOrExplain(
    _ job: NewJob, index: Int, atMs: Int64, on connection: Connection
  ) throws -> Result<Enqueued, EnqueueRefusal> {
    do {
      return .success(try insert(job, atMs: atMs, on: connection))
    } catch let error as SQLiteError where error.code == .constraint {
      return .failure(EnqueueRefusal(index: index, message: try explain(error, job: job, on: connection)))
    }
  }

  static let insertJob = """
    INSERT INTO jobs (tenant, kind, idempotency_key, payload, depends_on, priority, run_at, max_attempts,
                      created_at, updated_at, retry, timeout_ms, give_up_at, key_expires_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12, ?13)
    """

  static let findByKey = "SELECT id FROM jobs WHERE tenant = ?1 AND idempotency_key = ?2 AND key_released = 0"

  private static func insert(
    _ job: NewJob, atMs: Int64, on connection: Connection
  ) throws -> Enqueued {
    let inserted = try connection.run(
      insertJob, .text(job.tenant), .text(job.kind), .text(job.idempotencyKey), .text(job.payload),
      .optional(job.dependencyList), .integer(job.priority),
      .integer(job.runAtMs ?? atMs), .optional(job.maxAttempts.map(Int64.init)), .integer(atMs),
      .optional(job.retry?.json), .optional(job.timeoutMs), .optional(job.giveUpAtMs),
      .optional(job.keyExpiresAtMs))
    if inserted > 0 { return Enqueued(id: connection.lastInsertedRowId, created: true) }
    // The door let the INSERT pass without effect: the same job is there.
    let id = try connection.integer(findByKey, .text(job.tenant), .text(job.idempotencyKey))
    return Enqueued(id: id ?? 0, created: false)
  }

  /// The door's words, without the prefix and with what a trigger cannot say: which member, which difference.
  private static func explain(
    _ error: SQLiteError, job: NewJob, on connection: Connection
  ) throws -> String {
    let message = error.ruleBroken
    let name = "tenant '\(job.tenant)', key '\(job.idempotencyKey)'"
    if message.hasPrefix("unknown tenant") {
      return "unknown tenant '\(job.tenant)'; add it first with `headgate tenant add`"
    }
    if message.hasPrefix("unknown kind") {
      let kinds = try connection.rows("SELECT name FROM kinds ORDER BY name") { $0.text(0) }
      return "unknown kind '\(job.kind)'; expected one of \(kinds.joined(separator: ", "))"
    }
    if message.hasPrefix("payload lacks") {
      let missing = try connection.rows(
        """
        SELECT path.value FROM kinds JOIN json_each(kinds.required) AS path
        WHERE kinds.name = ? AND json_extract(?, path.value) IS NULL
        """, [.text(job.kind), .text(job.payload)]
      ) { $0.text(0) }
      return "\(name): the payload of \(job.kind) lacks \(missing.joined(separator: ", "))"
    }
    if message.hasPrefix("this tenant used the idempotency key") {
      let difference = try difference(to: job, on: connection)
      return "\(name): the key was used before, for another job: \(difference); "
        + "use another key, or the payload that is there"
    }
    return "\(name): \(message)"
  }

  private static func difference(to job: NewJob, on connection: Connection) throws -> String {
    let kindDiffers: String? =
      try connection.first(
        """
        SELECT id, kind FROM jobs WHERE tenant = ? AND idempotency_key = ? AND key_released = 0 AND kind <> ?
        """, .text(job.tenant),
        .text(job.idempotencyKey), .text(job.kind)
      ) { "job \($0.integer(0)) is a \($0.text(1)), not a \(job.kind)" }
    if let kindDiffers { return kindDiffers }
    let differences = try connection.rows(
      """
      SELECT coalesce(old.fullkey, new.fullkey), old.atom, new.atom, jobs.id
      FROM jobs, json_tree(jobs.payload) AS old
      FULL JOIN json_tree(?3) AS new ON new.fullkey = old.fullkey
      WHERE (jobs.tenant = ?1 AND jobs.idempotency_key = ?2 AND jobs.key_released = 0 OR jobs.id IS NULL)
        AND (old.atom IS NOT new.atom OR old.type IS NOT new.type)
      ORDER BY 1 LIMIT 5
      """, [.text(job.tenant), .text(job.idempotencyKey), .text(job.payload)]
    ) { row in
      "\(row.text(0)) is \(row.optionalText(1) ?? "absent") there and \(row.optionalText(2) ?? "absent") here"
    }
    // Equal trees with unequal text: the order of members, which decides the bytes that are sent.
    return differences.isEmpty ? "the members stand in another order" : differences.joined(separator: ", ")
  }
}
