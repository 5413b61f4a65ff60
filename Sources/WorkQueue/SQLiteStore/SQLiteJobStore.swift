package import SQLite
import Synchronization

/// The store in one SQLite file. One connection writes, with group commit; another one reads.
package final class SQLiteJobStore: JobStore {
  package let path: String
  package let databaseId: String
  let writer: GroupCommitWriter
  let knownTenants = KnownTenants()
  let successes = WriteGroup<Success, Bool> { try succeed($0, on: $1) }
  /// Nil: the writing connection reads, too, because what is in memory has but one.
  private let reader: Reader?

  /// A connection that is opened when it is first used: a command that only enqueues does without.
  private final class Reader: Sendable {
    private struct State {
      var connection: Connection?
      var isClosed = false
    }

    private let path: String
    private let access: Connection.Access
    private let state = Mutex(State())

    init(path: String, access: Connection.Access) {
      self.path = path
      self.access = access
    }

    func read<T>(_ body: @Sendable (Connection) throws -> sending T) throws -> sending T {
      try state.withLock { state in
        precondition(!state.isClosed, "a store is used after it was closed")
        let connection = try state.connection ?? QueueDatabase.open(path: path, access: access)
        state.connection = connection
        return try body(connection)
      }
    }

    func close() {
      state.withLock { state in
        state.connection?.close()
        state = State(connection: nil, isClosed: true)
      }
    }
  }

  /// Opens a database that `QueueDatabase.prepare` has made.
  ///
  /// - Parameter access: `.readOnly` for what only looks: it works on files that cannot be written, too.
  /// - Throws: `DatabaseError`.
  package init(
    path: String, access: Connection.Access = .readWrite, writing place: GroupCommitWriter.Place = .ownThread
  ) throws {
    self.path = path
    // A store that only looks has nothing to write; its writer shares the rules and refuses by itself.
    let connection = try QueueDatabase.open(path: path, access: access)
    databaseId = try DatabaseError.explaining(path) {
      try connection.first("SELECT database_id FROM queue") { $0.text(0) } ?? ""
    }
    writer =
      place == .caller
      ? GroupCommitWriter(connection, place: .caller)
      : GroupCommitWriter(
        connection, disk: LogDisk(database: path),
        checkpointer: Checkpointer(database: path, afterPages: QueueLimits.walAutocheckpointPages))
    reader = Reader(path: path, access: access)
  }

  /// A database in memory, for tests.
  ///
  /// - Throws: `DatabaseError`.
  package init(inMemory rules: OperationRegistry) throws {
    path = ":memory:"
    let connection = try QueueDatabase.makeInMemory(rules: rules)
    databaseId = try connection.first("SELECT database_id FROM queue") { $0.text(0) } ?? ""
    writer = GroupCommitWriter(connection, place: .caller)
    reader = nil
  }

  /// Closes both connections, as the system does when a process dies; nobody may use the store after that.
  package func close() {
    writer.close()
    reader?.close()
  }

  /// Runs `body` in the writer's next transaction; it may be run again after what it did was undone.
  ///
  /// - Parameters:
  ///   - isLazy: a power cut may undo it.
  ///   - isLast: it sees what all others in its transaction have done.
  ///   - isShort: it is done in a few milliseconds, and may be so on the caller's thread.
  func write<T: Sendable>(
    isLazy: Bool = false, isLast: Bool = false, isShort: Bool = false,
    _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    do {
      return try await writer.write(isLazy: isLazy, isLast: isLast, isShort: isShort, body)
    } catch let error as SQLiteError {
      throw DatabaseError(error, path: path)
    }
  }

  /// Writes an item in the writer's next transaction, together with the others of its group.
  func write<Item, Value>(_ item: Item, in group: WriteGroup<Item, Value>) async throws -> Value {
    do {
      return try await writer.write(item, in: group)
    } catch let error as SQLiteError {
      throw DatabaseError(error, path: path)
    }
  }

  /// Runs `body` on the reading connection, on one snapshot.
  func read<T: Sendable>(_ body: @Sendable (Connection) throws -> T) throws -> T {
    guard let reader else {
      return try writer.reading { connection in
        try DatabaseError.explaining(path) { try connection.snapshot(body) }
      }
    }
    return try reader.read { connection in
      try DatabaseError.explaining(path) { try connection.snapshot(body) }
    }
  }

  static let appendToLog =
    "INSERT INTO work_log (at, job_id, tenant, event, attempt, detail) VALUES (?, ?, ?, ?, ?, ?)"

  package func append(_ entry: NewLogEntry) {
    writer.writeLater(
      { connection in
        try connection.run(
          Self.appendToLog,
          .integer(entry.atMs), .integer(entry.jobId), .text(entry.tenant), .text(entry.event),
          .integer(entry.attempt), .optional(entry.detail))
      },
      // The settlement that follows meets the same trouble and is tried again until it is written; a lost row
      // about a call must not stop it.
      failed: { _ in })
  }

  package func hasForeignCommit() -> Bool? { writer.hasForeignCommit() }

  package func watchForeignCommits(_ changed: @escaping @Sendable () -> Void) -> (any ForeignCommitWatch)? {
    guard reader != nil else { return nil }
    return CommitWatch(database: path, look: { [writer] in writer.hasForeignCommit() }, changed: changed)
  }
}

extension CommitWatch: ForeignCommitWatch {}
