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
    /// A power cut may undo it: it need not wait for the disk.
    var isLazy = false
    /// Does the work inside the open transaction; with a savepoint, its own changes alone are undone if it fails.
    let run: @Sendable (Connection, _ hasSavepoint: Bool) -> Outcome
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
  ///
  /// - Parameters:
  ///   - isLazy: a power cut may undo it after this returns; a crash of the process does not.
  ///   - body: may be run twice, the first time without any effect.
  package func write<T: Sendable>(
    isLazy: Bool = false, _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      submit(
        Request(
          isLazy: isLazy,
          run: { connection, hasSavepoint in
            let result = Result { try hasSavepoint ? connection.savepoint(body) : body(connection) }
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

  /// Like `write`, for changes that nobody waits for, not even the disk: they go with the next commit. `failed` is
  /// told if they could not be written.
  package func writeLater(
    _ body: @escaping @Sendable (Connection) throws -> Void,
    failed: @escaping @Sendable (any Error) -> Void
  ) {
    submit(
      Request(
        isLazy: true,
        run: { connection, hasSavepoint in
          let result = Result { try hasSavepoint ? connection.savepoint(body) : body(connection) }
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
      let committed = connection.withLock { Self.commit(batch, on: $0) }
      for outcome in committed.outcomes { outcome.tell(committed.error) }
      if let error = committed.error {
        for request in batch.dropFirst(committed.outcomes.count) { request.refuse(error) }
      }
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

  /// What came of a batch: of as many requests, from the first, as were run.
  private struct Committed {
    var outcomes: [Outcome] = []
    /// Why nothing of it was kept.
    var error: (any Error)?
  }

  /// One transaction for all of the batch. Hardly any request fails, so a savepoint for each would be paid for
  /// nothing: only when one has failed after it had changed something, all are undone and run again, each in its own.
  ///
  /// - Returns: what is to be told to the callers after the connection's lock is released.
  private static func commit(_ batch: [Request], on connection: Connection) -> Committed {
    var committed = Committed()
    do {
      let isLazy = batch.allSatisfy(\.isLazy)
      if isLazy { try connection.run("PRAGMA synchronous = NORMAL") }
      defer { if isLazy { _ = try? connection.run("PRAGMA synchronous = FULL") } }
      try connection.run("BEGIN IMMEDIATE")
      if try !run(batch, on: connection, withSavepoints: false, into: &committed.outcomes) {
        try connection.run("ROLLBACK")
        committed.outcomes = []
        try connection.run("BEGIN IMMEDIATE")
        _ = try run(batch, on: connection, withSavepoints: true, into: &committed.outcomes)
      }
      try connection.run("COMMIT")
    } catch {
      committed.error = error
      if connection.isInTransaction { _ = try? connection.run("ROLLBACK") }
    }
    return committed
  }

  /// - Returns: false if a request failed and what it had changed was not undone.
  private static func run(
    _ batch: [Request], on connection: Connection, withSavepoints: Bool, into outcomes: inout [Outcome]
  ) throws -> Bool {
    outcomes.reserveCapacity(batch.count)
    for request in batch {
      let changes = connection.changes
      let outcome = request.run(connection, withSavepoints)
      outcomes.append(outcome)
      // A full disk can undo the whole transaction under us, and with it what came before.
      if !connection.isInTransaction { throw outcome.error ?? TransactionLost() }
      if outcome.error != nil, !withSavepoints, connection.changes != changes { return false }
    }
    return true
  }
}

extension Result {
  fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
