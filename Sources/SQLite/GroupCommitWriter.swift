import Dispatch
import Glibc
import Synchronization

/// The one writer of a database: requests that arrive while a commit is under way are gathered and committed
/// together, so that the disk is waited for once for all of them. A request's caller goes on only after the
/// commit that holds its changes.
package final class GroupCommitWriter: Sendable {
  /// Where the writing happens.
  package enum Place: Sendable {
    /// On a thread of its own, so that no task waits for the disk; but see `isShort`.
    case ownThread
    /// At once, in the caller: simulations, and commands that write once and end.
    case caller
  }

  let connection: Mutex<Connection>
  /// Nil: SQLite brings the log to the disk, within each commit that is not lazy.
  let disk: LogDisk?
  /// Nil: SQLite copies the log into the database, within a commit.
  let checkpointer: Checkpointer?
  let backlog = WriteBacklog()
  let place: Place
  let patience = CommitPatience()
  let caller = LastCaller()
  let queue = DispatchQueue(label: "headgate.writer")
  private let lastSeenVersion = Mutex<Int64?>(nil)

  /// - Parameters:
  ///   - disk: where given, the writer goes on while it brings a commit to the disk.
  ///   - checkpointer: where given, it copies the log.
  package init(
    _ connection: consuming sending Connection, place: Place = .ownThread, disk: LogDisk? = nil,
    checkpointer: Checkpointer? = nil
  ) {
    if checkpointer != nil { connection.stopCheckpoints() }
    self.checkpointer = checkpointer
    self.connection = Mutex(connection)
    self.place = place
    self.disk = disk
  }

  /// Requests that wait for their transaction.
  package var waitingCount: Int { backlog.count }

  /// Closes the connection; nobody may write after that.
  package func close() {
    checkpointer?.close()
    connection.withLock { $0.close() }
  }

  /// Runs `body` inside the next transaction. If it throws, its own changes are undone and nobody else's.
  ///
  /// - Parameters:
  ///   - isLazy: a power cut may undo it after this returns; a crash of the process does not.
  ///   - isLast: it is run after all others of its transaction.
  ///   - isShort: it is done in a few milliseconds. From a task that is the only one to write it is committed in the
  ///     caller, disk and all: to wake a thread and to be woken by it would take as long again.
  ///   - body: may be run again after what it did was undone.
  package func write<T: Sendable>(
    isLazy: Bool = false, isLast: Bool = false, isShort: Bool = false,
    _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      submit(
        WriteRequest(
          isLazy: isLazy, isLast: isLast, isShort: isShort,
          work: .alone { connection in
            let result = Result { try body(connection) }
            return WriteRequest.Outcome(error: result.failure) { commitError in
              if let commitError {
                continuation.resume(throwing: commitError)
              } else {
                continuation.resume(with: result)
              }
            }
          },
          refuse: { continuation.resume(throwing: $0) }))
    }
  }

  /// Writes an item in the next transaction, together with whatever of its group is written there; it is a short write.
  package func write<Item, Value>(_ item: Item, in group: WriteGroup<Item, Value>) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      submit(
        WriteRequest(
          isLazy: false, isLast: false, isShort: true,
          work: .together(group.erased, item) { result in
            WriteRequest.Outcome(error: result.failure) { commitError in
              continuation.resume(
                with: result.flatMap { value in
                  if let commitError { return .failure(commitError) }
                  return (value as? Value).map { .success($0) } ?? .failure(IncompleteWriteGroup())
                })
            }
          },
          refuse: { continuation.resume(throwing: $0) }))
    }
  }

  /// Like `write`, for changes that nobody waits for, not even the disk: they go with the next commit. `failed` is
  /// told if they could not be written.
  package func writeLater(
    _ body: @escaping @Sendable (Connection) throws -> Void,
    failed: @escaping @Sendable (any Error) -> Void
  ) {
    submit(
      WriteRequest(
        isLazy: true, isLast: false, isShort: false,
        work: .alone { connection in
          let result = Result { try body(connection) }
          return WriteRequest.Outcome(error: result.failure) { commitError in
            if let error = commitError ?? result.failure { failed(error) }
          }
        },
        refuse: failed))
  }

  /// Runs `body` on the writing connection between two transactions: for what SQLite does outside of them.
  package func outsideTransactions<T: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    switch place {
    case .caller: return try connection.withLock { try body($0) }
    case .ownThread:
      return try await withCheckedThrowingContinuation { continuation in
        // The writer's own queue: a drain that goes on holds the connection only for one transaction at a time.
        queue.async {
          continuation.resume(with: Result { try self.connection.withLock { try body($0) } })
        }
      }
    }
  }

  /// Runs `body` on the writing connection, between two transactions, without waiting for its turn as a writer.
  package func reading<T: Sendable>(_ body: @Sendable (Connection) throws -> T) throws -> T {
    try connection.withLock { connection in try body(connection) }
  }

  /// Whether another connection has committed since the last call.
  ///
  /// - Returns: nil while the writer writes, which is when nobody needs to be told to look.
  package func hasForeignCommit() -> Bool? {
    connection.withLockIfAvailable { connection in
      let version = try? connection.foreignCommits()
      return lastSeenVersion.withLock { last in
        defer { last = version }
        return last != version
      }
    }
  }
}

extension Result {
  fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
