import Dispatch
import Synchronization

/// Brings a database's write-ahead log to the disk, and tells whoever waits for that.
///
/// At `synchronous = FULL` SQLite does so within each commit, while it holds the write lock; at NORMAL not at all. Here
/// the commits are done at NORMAL, and the log is synced after them, beside the next transactions: once for all that
/// were committed meanwhile. Whoever is told has the same promise as at FULL, since the log is one sequence: with a
/// commit all earlier ones are on the disk. What differs is that others can see a commit before it is there.
package final class LogDisk: Sendable {
  private struct State {
    var waiting: [@Sendable (SQLiteError?) -> Void] = []
    var isSyncing = false
    /// After a failed sync nobody knows what is on the disk, and the next one may succeed all the same (fsync(2)): from
    /// then on nothing is promised any more.
    var failure: SQLiteError?
  }

  private let sync: @Sendable () throws(SQLiteError) -> Void
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "headgate.disk")

  /// - Parameter sync: returns when all that was written to the log so far is on the disk.
  package init(sync: @escaping @Sendable () throws(SQLiteError) -> Void) { self.sync = sync }

  /// - Parameter path: the database's file.
  package convenience init(database path: String) {
    let file = LogFile(path: "\(path)-wal")
    self.init { () throws(SQLiteError) in try file.sync() }
  }

  /// Why nothing can be promised any more.
  package var failure: SQLiteError? { state.withLock { $0.failure } }

  /// Syncs at once, on the caller's thread.
  ///
  /// - Returns: why nothing is promised; nil: it is on the disk.
  func syncNow() -> SQLiteError? {
    if let failure { return failure }
    do {
      try sync()
      return nil
    } catch {
      state.withLock { $0.failure = error }
      return error
    }
  }

  /// Tells, on another thread, once what is written by now is on the disk.
  func whenSynced(_ tell: @escaping @Sendable (SQLiteError?) -> Void) {
    let isFirst = state.withLock { state in
      state.waiting.append(tell)
      defer { state.isSyncing = true }
      return !state.isSyncing
    }
    if isFirst { queue.async { self.syncForAll() } }
  }

  private func syncForAll() {
    while true {
      let waiting = state.withLock { state in
        defer { state.waiting = [] }
        state.isSyncing = !state.waiting.isEmpty
        return state.waiting
      }
      if waiting.isEmpty { return }
      let failure = syncNow()
      for tell in waiting { tell(failure) }
    }
  }
}
