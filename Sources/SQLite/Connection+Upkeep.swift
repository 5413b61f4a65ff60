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

  package enum CheckpointMode: Sendable {
    /// Copies what it can without making anybody wait.
    case passive
    /// Copies all of it: waits for writers, and keeps them out meanwhile.
    case full
    /// Waits until the log can be begun anew from its start as well.
    case restart
    /// The same, and makes the file small.
    case truncate

    fileprivate var code: Int32 {
      switch self {
      case .passive: SQLITE_CHECKPOINT_PASSIVE
      case .full: SQLITE_CHECKPOINT_FULL
      case .restart: SQLITE_CHECKPOINT_RESTART
      case .truncate: SQLITE_CHECKPOINT_TRUNCATE
      }
    }
  }

  /// Copies the write-ahead log into the database.
  ///
  /// - Parameter waitMs: how long others may keep it; nobody writes meanwhile.
  package func checkpoint(_ mode: CheckpointMode, waitMs: Int32) throws -> Checkpoint {
    try withBusyTimeout(waitMs) {
      // A connection knows of the log when it has read.
      _ = try integer("PRAGMA schema_version")
      var logPages: Int32 = -1
      var copiedPages: Int32 = -1
      // Unlike the pragma it needs no schema, which a connection would read for it and keep.
      let code = sqlite3_wal_checkpoint_v2(handle, "main", mode.code, &logPages, &copiedPages)
      guard code == SQLITE_OK || SQLiteError.Code(rawValue: code & 0xFF) == .busy else { throw error(code) }
      return Checkpoint(
        isIncomplete: code != SQLITE_OK, logPages: Int64(logPages), copiedPages: Int64(copiedPages))
    }
  }

  /// Gives up to `pages` free pages back to the file system.
  ///
  /// - Returns: the free pages that are left.
  package func vacuum(pages: Int) throws -> Int64 {
    _ = try rows("PRAGMA incremental_vacuum(\(pages))") { _ in }
    return try integer("PRAGMA freelist_count") ?? 0
  }
}
