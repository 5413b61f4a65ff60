import SQLite

extension SQLiteJobStore {
  package func prune(_ policy: PrunePolicy, atMs: Int64) async throws -> Pruned {
    var pruned = Pruned()
    guard !policy.isEmpty else { return pruned }
    while let keepDeadMs = policy.keepDeadMs {
      let count = try await write { connection in
        try connection.run(
          Self.discardOld, .integer(atMs - keepDeadMs), .integer(QueueLimits.maxPrunedAtOnce), .integer(atMs))
      }
      pruned.discarded += count
      if count < QueueLimits.maxPrunedAtOnce { break }
    }
    var excess = 0
    if let keepJobs = policy.keepJobs {
      excess = try read { Int(try $0.integer(Self.finishedCount) ?? 0) - keepJobs }
    }
    let finishedBeforeMs = policy.keepMs.map { atMs - $0 } ?? .min
    var afterId: Int64 = 0
    // In portions, so that workers get their turn.
    while true {
      let (start, surplus) = (afterId, max(excess, 0))
      let portion = try await write { connection in
        try Self.prunePortion(
          afterId: start, finishedBeforeMs: finishedBeforeMs, surplus: surplus, on: connection)
      }
      pruned.jobs += portion.jobs
      pruned.logRows += portion.logRows
      excess -= portion.jobs
      guard let next = portion.lastId, excess > 0 || portion.mayHaveMore else { return pruned }
      afterId = next
    }
  }

  private struct Portion: Sendable {
    var jobs = 0
    var logRows = 0
    /// Where it stopped; nil: at the end.
    var lastId: Int64?
    /// Older jobs may follow: ids grow with the time of their making.
    var mayHaveMore = false
  }

  private static func prunePortion(
    afterId: Int64, finishedBeforeMs: Int64, surplus: Int, on connection: Connection
  ) throws -> Portion {
    let rows = try connection.rows(
      candidates, [.integer(afterId), .integer(QueueLimits.maxPrunedAtOnce)]
    ) { (id: $0.integer(0), createdAtMs: $0.integer(1), finishedAtMs: $0.optionalInteger(2)) }
    var portion = Portion()
    for row in rows {
      guard let finishedAtMs = row.finishedAtMs, finishedAtMs < finishedBeforeMs || portion.jobs < surplus
      else { continue }
      // The newest job stays, so that no id is given twice.
      guard try connection.run(forgetJob, .integer(row.id)) == 1 else { continue }
      portion.jobs += 1
      portion.logRows += try connection.run(forgetLog, .integer(row.id))
    }
    portion.lastId = rows.count == QueueLimits.maxPrunedAtOnce ? rows.last?.id : nil
    portion.mayHaveMore = rows.last.map { $0.createdAtMs < finishedBeforeMs } ?? false
    return portion
  }

  static let candidates = "SELECT id, created_at, finished_at FROM jobs WHERE id > ?1 ORDER BY id LIMIT ?2"
  static let finishedCount = "SELECT sum(succeeded + cancelled) FROM lanes"
  static let forgetJob = "DELETE FROM jobs WHERE id = ?1 AND id < (SELECT max(id) FROM jobs)"
  static let forgetLog = "DELETE FROM work_log WHERE job_id = ?1 AND id < (SELECT max(id) FROM work_log)"
  static let discardOld = """
    UPDATE jobs SET state = 'cancelled', finished_at = ?3, updated_at = ?3
    WHERE id IN (SELECT id FROM jobs WHERE state = 'dead' AND updated_at < ?1 LIMIT ?2)
    """
}
