import CSQLite

extension Connection {
  /// How far a checkpoint came.
  package struct Checkpoint: Sendable, Equatable {
    /// A reader or writer kept it from its end.
    package let isIncomplete: Bool
    /// Pages in the write-ahead log; -1 if there is none.
    package let logPages: Int64
    /// Those of them that are in the database by now.
    package let copiedPages: Int64
  }

  package enum CheckpointMode: String, Sendable {
    /// Copies what it can without making anybody wait.
    case passive = "PASSIVE"
    /// Waits until the log can be begun anew from its start.
    case restart = "RESTART"
    /// The same, and makes the file small.
    case truncate = "TRUNCATE"
  }

  /// Copies the write-ahead log into the database.
  ///
  /// - Parameter waitMs: how long others may keep it; nobody writes meanwhile.
  package func checkpoint(_ mode: CheckpointMode, waitMs: Int32) throws -> Checkpoint {
    try withBusyTimeout(waitMs) {
      try first("PRAGMA wal_checkpoint(\(mode.rawValue))") { row in
        Checkpoint(isIncomplete: row.integer(0) != 0, logPages: row.integer(1), copiedPages: row.integer(2))
      } ?? Checkpoint(isIncomplete: true, logPages: -1, copiedPages: -1)
    }
  }

  /// Gives up to `pages` free pages back to the file system.
  ///
  /// - Returns: the free pages that are left.
  package func vacuum(pages: Int) throws -> Int64 {
    _ = try rows("PRAGMA incremental_vacuum(\(pages))") { _ in }
    return try integer("PRAGMA freelist_count") ?? 0
  }

  /// Keeps SQLite's statistics fresh, at a bounded cost.
  package func optimize() throws {
    try execute("PRAGMA analysis_limit = 400")
    _ = try rows("PRAGMA optimize") { _ in }
  }
}
