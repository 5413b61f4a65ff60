import SQLite
import TestSupport
import Testing

@Suite("SQLite: connection and statements")
struct ConnectionTests {
  let file: EmptyDatabase

  init() throws { file = try EmptyDatabase() }

  @Test(
    "text comes back as it went in",
    arguments: ["", "a", "a\u{0}b", "\u{0}", "żółw 🐢", "e\u{301}", String(repeating: "x", count: 100_000)])
  func text(_ text: String) throws {
    let connection = try file.connect()
    try connection.execute("CREATE TABLE t (v TEXT NOT NULL) STRICT")
    try connection.run("INSERT INTO t VALUES (?)", .text(text))
    let read = try connection.first("SELECT v FROM t") { $0.text(0) }
    #expect(read.map { Array($0.utf8) } == Array(text.utf8))
    #expect(try connection.integer("SELECT typeof(v) = 'text' FROM t") == 1)
  }

  @Test("numbers and NULL come back as they went in")
  func values() throws {
    let connection = try file.connect()
    let row = try connection.first(
      "SELECT ?, ?, ?, ?", .integer(Int64.min), .real(0.1), .null, .optional(nil as String?)
    ) { ($0.integer(0), $0.real(1), $0.optionalInteger(2), $0.optionalText(3)) }
    #expect(row?.0 == .min)
    #expect(row?.1 == 0.1)
    #expect(row?.2 == nil)
    #expect(row?.3 == nil)
    #expect(try connection.integer("SELECT NULL") == nil)
    #expect(try connection.integer("SELECT 1 WHERE 0") == nil)
  }

  @Test("run counts the rows it changed itself, and none for a statement that changed nothing")
  func changes() throws {
    let connection = try file.connect()
    try connection.execute(
      """
      CREATE TABLE t (v); CREATE TABLE echo (v);
      CREATE TRIGGER e AFTER INSERT ON t BEGIN INSERT INTO echo VALUES (NEW.v), (NEW.v); END;
      CREATE TRIGGER i BEFORE INSERT ON t WHEN NEW.v = 9 BEGIN SELECT RAISE(IGNORE); END;
      """)
    #expect(try connection.run("INSERT INTO t VALUES (1), (2)") == 2)
    #expect(try connection.run("INSERT INTO t VALUES (9)") == 0)
    #expect(try connection.run("UPDATE t SET v = 3 WHERE v = 7") == 0)
    #expect(try connection.run("SELECT 1") == 0)
  }

  @Test("one statement text can be stepped within itself")
  func nested() throws {
    let connection = try file.connect()
    let sql = "SELECT value FROM json_each('[1,2]')"
    let pairs = try connection.rows(sql) { outer in
      try connection.rows(sql) { "\(outer.integer(0))\($0.integer(0))" }
    }
    #expect(pairs == [["11", "12"], ["21", "22"]])
    #expect(try connection.rows(sql) { $0.integer(0) } == [1, 2])
  }

  @Test("an error leaves the statement usable")
  func afterError() throws {
    let connection = try file.connect()
    try connection.execute("CREATE TABLE t (v UNIQUE)")
    try connection.run("INSERT INTO t VALUES (?)", .integer(1))
    for _ in 0..<3 {
      #expect(throws: SQLiteError.self) { try connection.run("INSERT INTO t VALUES (?)", .integer(1)) }
    }
    #expect(try connection.run("INSERT INTO t VALUES (?)", .integer(2)) == 1)
    struct Stop: Error {}
    #expect(throws: Stop.self) { try connection.rows("SELECT v FROM t") { _ in throw Stop() } }
    #expect(try connection.rows("SELECT v FROM t") { $0.int(0) } == [1, 2])
  }

  @Test("two statements in one text, or none, are refused")
  func twoStatements() throws {
    let connection = try file.connect()
    #expect(throws: SQLiteError.self) { try connection.run("SELECT 1; SELECT 2") }
    #expect(throws: SQLiteError.self) { try connection.run("") }
    #expect(throws: SQLiteError.self) { try connection.run("SELEC 1") }
    #expect(try connection.integer("SELECT 1;\n ") == 1)
  }

  @Test("more distinct statements than the cache holds are no trouble")
  func manyStatements() throws {
    let connection = try file.connect()
    for number in 0..<600 { #expect(try connection.integer("SELECT \(number)") == Int64(number)) }
  }

  @Test("a transaction that throws leaves nothing behind")
  func transaction() throws {
    let connection = try file.connect()
    try connection.execute("CREATE TABLE t (v)")
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try connection.transaction { connection in
        try connection.run("INSERT INTO t VALUES (1)")
        throw Stop()
      }
    }
    #expect(!connection.isInTransaction)
    #expect(try connection.integer("SELECT count(*) FROM t") == 0)
    try connection.transaction { _ = try $0.run("INSERT INTO t VALUES (1)") }
    #expect(try file.connect().integer("SELECT count(*) FROM t") == 1)
  }

  @Test("a file that is not there, and one that is no database, say so")
  func opening() throws {
    #expect(throws: SQLiteError.self) {
      try Connection(path: file.directory.file("none"), access: .readWrite, busyTimeoutMs: 0)
    }
    let readOnly = try Connection(path: file.path, access: .readOnly, busyTimeoutMs: 0)
    #expect(readOnly.isReadOnly)
    let error = #expect(throws: SQLiteError.self) { try readOnly.execute("CREATE TABLE t (v)") }
    #expect(error?.code == .readOnly)
  }

  @Test("a lock that another connection holds is waited for, and given up in the end")
  func busy() async throws {
    let holder = try file.connect()
    try holder.execute("CREATE TABLE t (v); BEGIN IMMEDIATE")
    let impatient = try Connection(path: file.path, access: .readWrite, busyTimeoutMs: 5)
    let error = #expect(throws: SQLiteError.self) { try impatient.run("INSERT INTO t VALUES (1)") }
    #expect(error?.code == .busy)
    let path = file.path
    let patient = Task.detached {
      try Connection(path: path, access: .readWrite, busyTimeoutMs: 60_000).run("INSERT INTO t VALUES (2)")
    }
    try holder.execute("INSERT INTO t VALUES (0); COMMIT")
    #expect(try await patient.value == 1)
    #expect(try holder.rows("SELECT v FROM t ORDER BY v") { $0.int(0) } == [0, 2])
  }
}
