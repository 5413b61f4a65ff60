import CSQLite

/// One connection to one database file. It is used by one task or thread at a time: whoever shares it puts it
/// under a lock.
package final class Connection {
  package enum Access: Sendable {
    case readOnly, readWrite
  }

  let handle: OpaquePointer
  let turn: WriteTurn
  private let busyHandler: BusyHandler
  private let logWatch = LogWatch()
  private var statements = StatementCache()
  private var isClosed = false
  /// Nil: as SQLite was built.
  private var commitsAreSynced: Bool?
  /// Counted for whoever watches costs.
  private(set) var statementsRun = 0

  /// Set up once, before SQLite is first used; nil: the default one.
  private static let vfs: String? = {
    headgate_sqlite_set_up()
    return headgate_log_vfs().map { String(cString: $0) }
  }()

  /// Opens a file that exists.
  ///
  /// - Parameter busyTimeoutMs: how long a statement waits for a lock that another process holds.
  package init(path: String, access: Access, busyTimeoutMs: Int32) throws(SQLiteError) {
    let vfs = Self.vfs
    var handle: OpaquePointer?
    // Without a mutex of SQLite's own: the connection is never used by two threads at once.
    let flags = (access == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path, &handle, flags, vfs)
    guard code == SQLITE_OK, let handle else {
      let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      // A connection that failed to open must be closed all the same.
      sqlite3_close_v2(handle)
      throw SQLiteError(extendedCode: code, message: message)
    }
    self.handle = handle
    turn = WriteTurn(database: path)
    busyHandler = BusyHandler(timeoutMs: busyTimeoutMs, turn: turn)
    sqlite3_extended_result_codes(handle, 1)
    busyHandler.install(on: handle)
  }

  deinit { close() }

  /// Gives the files and the memory back before the last who holds the connection lets go of it; nobody may use it
  /// after that.
  package func close() {
    guard !isClosed else { return }
    isClosed = true
    statements.removeAll()
    sqlite3_close_v2(handle)
  }

  /// Leaves the log to somebody else, who is told of its length (`logPages`), where SQLite copies it within a commit.
  func stopCheckpoints() { logWatch.install(on: handle) }

  /// Pages in the log after this connection's last commit, since `stopCheckpoints`.
  var logPages: Int { logWatch.pages }

  /// Takes the write lock at once, so that nothing fails half-way for want of it.
  func beginImmediate() throws(SQLiteError) {
    defer { turn.withdraw() }
    turn.stepBack()
    try run("BEGIN IMMEDIATE")
    turn.took()
  }

  /// Takes the write lock if nobody has it and nobody has waited for it for long.
  ///
  /// - Returns: whether it has it.
  func beginAtOnce() throws(SQLiteError) -> Bool {
    guard !turn.othersHaveWaited else { return false }
    do throws(SQLiteError) {
      _ = try withBusyTimeout(0) { () throws(SQLiteError) in try run("BEGIN IMMEDIATE") }
    } catch {
      if error.code == .busy { return false }
      throw error
    }
    turn.took()
    return true
  }

  /// Whether another process has waited for the write lock for long, and says so.
  package var othersHaveWaited: Bool { turn.othersHaveWaited }

  /// Runs `body` with another limit to how long a statement waits for a lock.
  func withBusyTimeout<T, E: Error>(_ waitMs: Int32, _ body: () throws(E) -> T) throws(E) -> T {
    let usualMs = busyHandler.timeoutMs
    busyHandler.timeoutMs = waitMs
    defer {
      busyHandler.timeoutMs = usualMs
      turn.withdraw()
    }
    return try body()
  }

  /// Whether each commit waits until it is on the disk (`synchronous = FULL`), or only checkpoints do (NORMAL).
  package func syncCommits(_ isWanted: Bool) throws(SQLiteError) {
    guard isWanted != commitsAreSynced else { return }
    try run(isWanted ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
    commitsAreSynced = isWanted
  }

  /// Runs one or more statements that take no values and give no rows.
  package func execute(_ script: String) throws(SQLiteError) {
    let code = sqlite3_exec(handle, script, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code) }
  }

  /// Runs one statement to its end.
  ///
  /// - Returns: the number of rows it changed itself; what triggers changed does not count.
  @discardableResult
  package func run(_ sql: String, _ values: SQLiteValue...) throws(SQLiteError) -> Int {
    try run(sql, values)
  }

  /// Runs one statement to its end.
  ///
  /// - Returns: the number of rows it changed itself; what triggers changed does not count.
  @discardableResult
  package func run(_ sql: String, _ values: [SQLiteValue]) throws(SQLiteError) -> Int {
    let statement = try statement(for: sql)
    defer { statement.reset() }
    try statement.bind(values)
    // `changes` keeps the count of an earlier statement when this one turns out to change nothing at all.
    let before = changes
    while try statement.step() {}
    return changes == before ? 0 : Int(sqlite3_changes64(handle))
  }

  /// All rows of one statement.
  package func rows<T>(
    _ sql: String, _ values: [SQLiteValue] = [], read: (Row) throws -> T
  ) throws -> [T] {
    let statement = try statement(for: sql)
    defer { statement.reset() }
    try statement.bind(values)
    var result: [T] = []
    let row = Row(statement: statement)
    while try statement.step() { result.append(try read(row)) }
    return result
  }

  /// The first row of one statement, or nil. The statement runs to its end.
  package func first<T>(
    _ sql: String, _ values: SQLiteValue..., read: (Row) throws -> T
  ) throws -> T? {
    try rows(sql, values, read: read).first
  }

  /// The integer in the first column of the first row, or nil.
  package func integer(_ sql: String, _ values: SQLiteValue...) throws -> Int64? {
    try rows(sql, values) { $0.optionalInteger(0) }.first ?? nil
  }

  /// A number that differs from an earlier one if anybody but this connection has committed meanwhile.
  package func foreignCommits() throws -> Int64? { try integer("PRAGMA data_version") }

  /// Rows that were changed since the connection was opened, by triggers too.
  var changes: Int64 { sqlite3_total_changes64(handle) }

  package var lastInsertedRowId: Int64 { sqlite3_last_insert_rowid(handle) }

  /// Whether a transaction is open. Some errors (a full disk) make SQLite roll back by itself.
  package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  package var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

  /// What SQLite would do for a statement, one line a step.
  package func queryPlan(_ sql: String) throws -> [String] {
    let statement = try Statement("EXPLAIN QUERY PLAN " + sql, on: self)
    let row = Row(statement: statement)
    var lines: [String] = []
    while try statement.step() { lines.append(row.text(3)) }
    return lines
  }

  func error(_ code: Int32) -> SQLiteError {
    SQLiteError(
      extendedCode: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)))
  }

  private func statement(for sql: String) throws(SQLiteError) -> Statement {
    precondition(!isClosed, "a connection is used after it was closed")
    statementsRun += 1
    if let known = statements.find(sql), !known.isInUse {
      known.isInUse = true
      return known
    }
    let new = try Statement(sql, on: self)
    new.isInUse = true
    statements.keep(new, for: sql)
    return new
  }
}
