import CSQLite

extension Connection {
  /// What some work costs SQLite, whatever else the machine does.
  package struct Costs: Sendable, Equatable {
    /// Statements that were run; what triggers run is part of theirs.
    package var statements: Int
    /// Instructions of SQLite's virtual machine.
    package var steps: Int
    /// Pages that were written to the log or the file.
    package var pageWrites: Int
  }

  /// What `body` costs; it is to contain whole transactions.
  package func countingCosts(_ body: () throws -> Void) rethrows -> Costs {
    let before = (statements: statementsRun, pageWrites: pageWrites)
    let steps = try countingSteps(body)
    return Costs(
      statements: statementsRun - before.statements, steps: steps,
      pageWrites: pageWrites - before.pageWrites)
  }

  private var pageWrites: Int {
    var current: Int32 = 0
    var highest: Int32 = 0
    sqlite3_db_status(handle, SQLITE_DBSTATUS_CACHE_WRITE, &current, &highest, 0)
    return Int(current)
  }

  /// The version of SQLite that is used, such as `3.40.1`: another one may compile statements to other instructions.
  package static var libraryVersion: String { String(cString: sqlite3_libversion()) }
}
