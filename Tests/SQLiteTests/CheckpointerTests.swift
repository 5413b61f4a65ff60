import Foundation
import TestSupport
import Testing

@testable import SQLite

@Suite("SQLite: checkpoints beside the writer", .timeLimit(.minutes(2)))
struct CheckpointerTests {
  private let file: EmptyDatabase

  init() throws {
    file = try EmptyDatabase()
    try file.connect().execute("CREATE TABLE t (v INTEGER PRIMARY KEY, text TEXT)")
  }

  /// How often the log has begun anew: it is told in its header.
  private func beginnings() throws -> UInt32 {
    // It is there from the first transaction on.
    guard let log = FileHandle(forReadingAtPath: "\(file.path)-wal") else { return 0 }
    defer { try? log.close() }
    let header = try log.read(upToCount: 16) ?? Data()
    return header.count < 16 ? 0 : header.suffix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  @Test(
    "the log begins anew again and again while the writer writes, or its caller, and nothing is lost",
    arguments: [false, true])
  func beginsAnew(inCaller: Bool) async throws {
    let checkpointer = Checkpointer(database: file.path, afterPages: 40)
    let writer = GroupCommitWriter(try file.connect(), checkpointer: checkpointer)
    let before = try beginnings()
    var rows = 0
    // However slow the checkpoints are, the log is begun anew at last.
    while try beginnings() < before + 3 {
      let number = rows
      try await writer.write(isShort: inCaller) { connection in
        _ = try connection.run(
          "INSERT INTO t VALUES (?, ?)", .integer(number), .text(String(repeating: "x", count: 2_000)))
      }
      rows += 1
      try #require(rows < 10_000)
    }
    writer.close()
    #expect(try file.connect().integer("SELECT count(*) FROM t") == Int64(rows))
    #expect(try file.connect().first("PRAGMA integrity_check") { $0.text(0) } == "ok")
  }

  @Test("leaves the log alone while it is short")
  func short() async throws {
    let checkpointer = Checkpointer(database: file.path, afterPages: 1_000)
    let writer = GroupCommitWriter(try file.connect(), checkpointer: checkpointer)
    for number in 0..<100 {
      try await writer.write { _ = try $0.run("INSERT INTO t VALUES (?, NULL)", .integer(number)) }
    }
    #expect(!checkpointer.takeRest())
    let log = try file.connect().checkpoint(.passive, waitMs: 0)
    #expect(log.logPages >= 100, "nothing was copied before")
  }

  @Test("whoever reads all the time keeps it from its end, but not the writer from writing")
  func reader() async throws {
    let checkpointer = Checkpointer(database: file.path, afterPages: 20)
    let writer = GroupCommitWriter(try file.connect(), checkpointer: checkpointer)
    let reader = try file.connect()
    try await writer.write { _ = try $0.run("INSERT INTO t VALUES (-1, NULL)") }
    try reader.execute("BEGIN")
    #expect(try reader.integer("SELECT count(*) FROM t") == 1)
    for number in 0..<500 {
      try await writer.write { _ = try $0.run("INSERT INTO t VALUES (?, NULL)", .integer(number)) }
    }
    #expect(try reader.integer("SELECT count(*) FROM t") == 1, "its snapshot stays")
    try reader.execute("COMMIT")
    #expect(try reader.integer("SELECT count(*) FROM t") == 501)
  }
}
