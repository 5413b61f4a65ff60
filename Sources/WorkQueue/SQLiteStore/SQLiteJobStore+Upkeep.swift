import SQLite

extension SQLiteJobStore {
  package func takeUpkeep(everyMs: Int64, atMs: Int64) async throws -> Bool {
    // A clock that was set back must not put it off for ever.
    try await write(isLazy: true) { connection in
      try connection.run(
        "UPDATE queue SET upkeep_at = ?1 WHERE upkeep_at IS NULL OR upkeep_at <= ?1 - ?2 OR upkeep_at > ?1",
        .integer(atMs), .integer(everyMs)) == 1
    }
  }

  package func tidy(atMs: Int64) async throws {
    // Statistics are not among it: every statement is written so that its plan needs none (`QueryPlanTests`), and for
    // `PRAGMA optimize` SQLite counts the rows of a table whose indexes are all partial one by one, whatever its
    // `analysis_limit`: under the write lock, seconds for ten million jobs.
    try await write(isLazy: true) { connection in
      _ = try connection.run(Self.forgetWorkers, .integer(atMs - QueueLimits.keepWorkersMs))
    }
    do {
      // Step by step: whoever wants to write has a turn in between.
      for _ in 0..<QueueLimits.maxVacuumSteps {
        let left = try await writer.outsideTransactions { connection in
          // What a power cut undoes here is done again in an hour.
          // The next commit asks anew for what it needs.
          try connection.syncCommits(false)
          return try connection.vacuum(pages: QueueLimits.vacuumPages)
        }
        if left == 0 { break }
      }
    } catch let error as SQLiteError where error.code == .busy {
      // It reads before it writes, for which SQLite does not wait where somebody else wrote in between: there is
      // another hour.
    }
  }

  /// Those that stopped long ago and run nothing; the schema keeps the newest.
  static let forgetWorkers = """
    DELETE FROM workers
    WHERE stopped_at < ?1 AND id < (SELECT max(id) FROM workers)
      AND id NOT IN (SELECT worker_id FROM jobs WHERE state = 'running')
    """

  package func checkpoint() async throws {
    try await checkpoint(
      restartBytes: QueueLimits.walRestartBytes, truncateBytes: QueueLimits.walTruncateBytes)
  }

  func checkpoint(restartBytes: Int64, truncateBytes: Int64) async throws {
    let bytes = DatabaseLocks.logBytes(database: path)
    guard bytes > restartBytes else { return }
    try await writer.outsideTransactions { connection in
      // First what can be had without making anybody wait.
      _ = try connection.checkpoint(.passive, waitMs: 0)
      _ = try connection.checkpoint(
        bytes > truncateBytes ? .truncate : .restart, waitMs: QueueLimits.checkpointWaitMs)
    }
  }
}
