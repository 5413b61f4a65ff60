import Dispatch
import Glibc
import Synchronization

/// The one writer of a database: requests that arrive while a commit is under way are gathered and committed
/// together, so that the disk is waited for once for all of them. A request's caller goes on only after the
/// commit that holds its changes.
package final class GroupCommitWriter: Sendable {
  /// Where the writing happens.
  package enum Place: Sendable {
    /// On a thread of its own, so that no task waits for the disk.
    case ownThread
    /// At once, in the caller: simulations, and commands that write once and end.
    case caller
  }

  /// Requests that may wait. Callers await their result, so this is only reached when thousands of them do.
  package static let maxWaiting = 65_536
  /// Requests in one transaction; more would keep other processes out too long.
  package static let maxPerCommit = 1_024

  private struct Waiting {
    var requests: [WriteRequest] = []
    var isDraining = false
  }

  private let connection: Mutex<Connection>
  /// Nil: SQLite brings the log to the disk, within each commit that is not lazy.
  private let disk: LogDisk?
  /// Nil: SQLite copies the log into the database, within a commit.
  private let checkpointer: Checkpointer?
  private let waiting = Mutex(Waiting())
  private let lastSeenVersion = Mutex<Int64?>(nil)
  private let place: Place
  private let patience = CommitPatience()
  private let queue = DispatchQueue(label: "headgate.writer")

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
  package var waitingCount: Int { waiting.withLock { $0.requests.count } }

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
  ///   - body: may be run twice, the first time without any effect.
  package func write<T: Sendable>(
    isLazy: Bool = false, isLast: Bool = false, _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      submit(
        WriteRequest(
          isLazy: isLazy, isLast: isLast,
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

  /// Writes an item in the next transaction, together with whatever of its group is written there.
  package func write<Item, Value>(_ item: Item, in group: WriteGroup<Item, Value>) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      submit(
        WriteRequest(
          isLazy: false, isLast: false,
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
        isLazy: true, isLast: false,
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
      // The counter moves when anybody but this connection commits.
      let version = try? connection.integer("PRAGMA data_version")
      return lastSeenVersion.withLock { last in
        defer { last = version }
        return last != version
      }
    }
  }

  private func submit(_ request: WriteRequest) {
    enum Next { case refuse, drain, nothing }
    let next = waiting.withLock { waiting -> Next in
      guard waiting.requests.count < Self.maxWaiting else { return .refuse }
      waiting.requests.append(request)
      guard !waiting.isDraining else { return .nothing }
      waiting.isDraining = true
      return .drain
    }
    switch next {
    case .nothing: break
    case .refuse: request.refuse(WriterOverloaded(waiting: Self.maxWaiting))
    case .drain:
      switch place {
      case .ownThread: queue.async { self.drain() }
      case .caller: drain()
      }
    }
  }

  private func drain() {
    while let requests = nextBatch() {
      patience.saw(requests.count)
      if let failure = disk?.failure {
        for request in requests { request.refuse(failure) }
        continue
      }
      commit(CommitBatch(requests))
      connection.withLock { connection in
        keepLogShort(connection)
        connection.turn.makeWay()
      }
    }
  }

  private func keepLogShort(_ connection: Connection) {
    guard let checkpointer else { return }
    checkpointer.committed(logPages: connection.logPages)
    // Where it fails, it is tried again when the log has grown.
    if checkpointer.takeRest() { _ = try? connection.checkpoint(.full, waitMs: Checkpointer.restWaitMs) }
  }

  private func commit(_ requests: CommitBatch) {
    var batch = requests
    connection.withLock { batch.commit(on: $0, isSynced: disk == nil && !batch.isLazy) }
    guard let disk else { return batch.tell() }
    guard batch.tellLazy() else { return }
    // A single caller who waits is told sooner without another thread.
    if patience.usualCount <= 1 {
      batch.tellDurable(disk.syncNow())
    } else {
      disk.whenSynced { [batch] in batch.tellDurable($0) }
    }
  }

  private func nextBatch() -> [WriteRequest]? {
    if place == .ownThread { patience.letOthersCome { waiting.withLock { $0.requests.count } } }
    return waiting.withLock { waiting in
      guard !waiting.requests.isEmpty else {
        waiting.isDraining = false
        return nil
      }
      let batch = Array(waiting.requests.prefix(Self.maxPerCommit))
      waiting.requests.removeFirst(batch.count)
      return batch
    }
  }
}

extension Result {
  fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
