import Dispatch
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

  private struct Request: Sendable {
    /// Does the work inside the open transaction.
    let run: @Sendable (Connection) -> Outcome
    /// Tells the caller that the work was never begun.
    let refuse: @Sendable (any Error) -> Void
  }

  private struct Outcome: Sendable {
    /// Why the request failed by itself, if it did.
    let error: (any Error)?
    /// Tells the caller, once it is known whether the commit succeeded.
    let tell: @Sendable (_ commitError: (any Error)?) -> Void
  }

  private struct Waiting {
    var requests: [Request] = []
    var isDraining = false
  }

  private let connection: Mutex<Connection>
  private let waiting = Mutex(Waiting())
  private let lastSeenVersion = Mutex<Int64?>(nil)
  private let place: Place
  private let queue = DispatchQueue(label: "headgate.writer")

  package init(_ connection: consuming sending Connection, place: Place = .ownThread) {
    self.connection = Mutex(connection)
    self.place = place
  }

  /// Closes the connection; nobody may write after that.
  package func close() { connection.withLock { $0.close() } }

  /// Runs `body` inside the next transaction. If it throws, its own changes are undone and nobody else's.
  package func write<T: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      submit(
        Request(
          run: { connection in
            let result = Result { try connection.savepoint(body) }
            return Outcome(error: result.failure) { commitError in
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

  /// Like `write`, for changes that nobody waits for: they go with the next commit. `failed` is told if they
  /// could not be written.
  package func writeLater(
    _ body: @escaping @Sendable (Connection) throws -> Void,
    failed: @escaping @Sendable (any Error) -> Void
  ) {
    submit(
      Request(
        run: { connection in
          let result = Result { try connection.savepoint(body) }
          return Outcome(error: result.failure) { commitError in
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

  private func submit(_ request: Request) {
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
    while let batch = nextBatch() {
      let outcomes: [@Sendable () -> Void] = connection.withLock { Self.commit(batch, on: $0) }
      for outcome in outcomes { outcome() }
    }
  }

  private func nextBatch() -> [Request]? {
    waiting.withLock { waiting in
      guard !waiting.requests.isEmpty else {
        waiting.isDraining = false
        return nil
      }
      let batch = Array(waiting.requests.prefix(Self.maxPerCommit))
      waiting.requests.removeFirst(batch.count)
      return batch
    }
  }

  /// One transaction for all of the batch.
  ///
  /// - Returns: what tells the callers; called after the connection's lock is released.
  private static func commit(_ batch: [Request], on connection: Connection) -> [@Sendable () -> Void] {
    var outcomes: [Outcome] = []
    do {
      try connection.run("BEGIN IMMEDIATE")
      for request in batch {
        let outcome = request.run(connection)
        outcomes.append(outcome)
        // A full disk can undo the whole transaction under us, and with it what came before.
        if !connection.isInTransaction { throw outcome.error ?? TransactionLost() }
      }
      try connection.run("COMMIT")
      return outcomes.map { outcome in { @Sendable in outcome.tell(nil) } }
    } catch {
      if connection.isInTransaction { _ = try? connection.run("ROLLBACK") }
      return outcomes.map { outcome in { @Sendable in outcome.tell(error) } }
        + batch.dropFirst(outcomes.count).map { request in { @Sendable in request.refuse(error) } }
    }
  }
}

extension Result {
  fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
