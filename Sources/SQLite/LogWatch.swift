import CSQLite

/// Knows how long the write-ahead log is after each commit of a connection, and keeps SQLite from copying it there and
/// then: both are done by the same hook.
final class LogWatch {
  private(set) var pages = 0

  /// - Parameter handle: a connection that holds this watch for as long as it is open.
  func install(on handle: OpaquePointer) {
    sqlite3_wal_hook(
      handle,
      { context, _, _, pages in
        guard let context else { return SQLITE_OK }
        Unmanaged<LogWatch>.fromOpaque(context).takeUnretainedValue().pages = Int(pages)
        return SQLITE_OK
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
