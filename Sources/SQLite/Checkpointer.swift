import Dispatch
import Synchronization

/// Copies a database's write-ahead log into the database, beside the writer. Left to itself, SQLite has a commit do it
/// whenever the log has grown long enough, and everybody waits for the disk meanwhile.
///
/// Most of the log is copied by a thread of its own, again until little is left of what the writer appends meanwhile.
/// Only the rest is for the writer, between two transactions: the log begins anew when all of it was copied.
package final class Checkpointer: Sendable {
  /// Passes over the log before the writer copies the rest, however much that is.
  private static let maxPasses = 4
  /// The part of the usual length that is little enough to be a rest, and that the log grows by before another try, where
  /// it did not begin anew.
  private static let smallPart = 8
  /// How long others may keep the rest from its end; nobody writes meanwhile.
  static let restWaitMs: Int32 = 20

  private struct State {
    var isRunning = false
    var isRestLeft = false
    var logPages = 0
    var startAtPages: Int
  }

  private struct Copier {
    /// Opened when it is first needed.
    var connection: Connection?
    var isClosed = false
  }

  private let path: String
  private let afterPages: Int
  private let state: Mutex<State>
  private let copier = Mutex(Copier())
  private let queue = DispatchQueue(label: "headgate.checkpoint", qos: .utility)

  /// - Parameters:
  ///   - path: the database's file.
  ///   - afterPages: how long the log may grow.
  package init(database path: String, afterPages: Int) {
    self.path = path
    self.afterPages = afterPages
    state = Mutex(State(startAtPages: afterPages))
  }

  /// To be told of the log's length after each commit.
  func committed(logPages: Int) {
    let isDue = state.withLock { state in
      if logPages < state.logPages { state.startAtPages = afterPages }
      state.logPages = logPages
      guard !state.isRunning, !state.isRestLeft, logPages >= state.startAtPages else { return false }
      state.isRunning = true
      return true
    }
    if isDue { queue.async { self.run() } }
  }

  /// Whether something is left for the writer to copy.
  var isRestLeft: Bool { state.withLock { $0.isRestLeft } }

  /// Whether the writer is to copy what is left; asked for once.
  func takeRest() -> Bool {
    state.withLock { state in
      defer { state.isRestLeft = false }
      return state.isRestLeft
    }
  }

  private func run() {
    var isRestLeft = false
    for _ in 0..<Self.maxPasses {
      guard let copied = copy() else { break }
      let left = state.withLock { $0.logPages } - copied
      isRestLeft = left > 0
      if left < afterPages / Self.smallPart { break }
    }
    state.withLock { state in
      state.isRunning = false
      state.isRestLeft = isRestLeft
      state.startAtPages = max(state.logPages + afterPages / Self.smallPart, afterPages)
    }
  }

  /// - Returns: the pages of the log that are in the database by now; nil: somebody else is copying, or it failed, which
  ///   the writer will see for itself.
  private func copy() -> Int? {
    copier.withLock { copier -> Int? in
      guard !copier.isClosed,
        let connection = try? copier.connection
          ?? Connection(path: path, access: .readWrite, busyTimeoutMs: 0)
      else { return nil }
      copier.connection = connection
      guard let result = try? connection.checkpoint(.passive, waitMs: 0), !result.isIncomplete else {
        return nil
      }
      return Int(result.copiedPages)
    }
  }

  /// Closes its connection; it does nothing after that.
  func close() {
    copier.withLock { copier in
      copier.connection?.close()
      copier = Copier(connection: nil, isClosed: true)
    }
  }
}
