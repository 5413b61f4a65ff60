import Foundation
import TestSupport
import Testing
import TimeAndChance

@testable import SQLite

/// What the log's own VFS (log_vfs.c) gathers must never be missed.
@Suite("SQLite: the log is written in large pieces")
struct LogWritingTests {
  private let file: EmptyDatabase

  init() throws {
    file = try EmptyDatabase()
    try file.connect().execute(
      "CREATE TABLE t (v INTEGER PRIMARY KEY, text TEXT); CREATE INDEX i ON t (text)")
  }

  private func left() throws -> [Int64: Int] {
    let copy = file.directory.file("copy.db")
    for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + ending) }
    for ending in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: file.path + ending, toPath: copy + ending)
    }
    let connection = try Connection(path: copy, access: .readWrite, busyTimeoutMs: 0)
    let rows = try connection.rows("SELECT v, length(text) FROM t") { ($0.integer(0), $0.int(1)) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  @Test("transactions of all sizes, kept or undone, are what others see, and what is there after the end")
  func sizes() throws {
    let seed = Seed("log writing: sizes")
    let random = seed.random
    let writer = try file.connect()
    let reader = try file.connect()
    // So few pages in memory that a transaction writes some before its end, and reads them again.
    try writer.execute("PRAGMA cache_size = 10; PRAGMA wal_autocheckpoint = 300")
    var expected: [Int64: Int] = [:]
    for _ in 0..<120 {
      try writer.syncCommits(random.below(2) == 0)
      try writer.beginImmediate()
      var changed = expected
      for _ in 0..<(1 << random.below(8)) {
        let key = random.below(2_000)
        let length = Int(random.below(3_000))
        let text = String(repeating: "x", count: length)
        try writer.run("INSERT OR REPLACE INTO t VALUES (?, ?)", .integer(key), .text(text))
        changed[key] = length
      }
      let isKept = random.below(4) > 0
      try writer.run(isKept ? "COMMIT" : "ROLLBACK")
      if isKept { expected = changed }
      let seen = try reader.rows("SELECT v, length(text) FROM t") { ($0.integer(0), $0.int(1)) }
      #expect(Dictionary(uniqueKeysWithValues: seen) == expected, "\(seed)")
      // What a process that dies here leaves behind.
      #expect(try left() == expected, "\(seed)")
    }
    #expect(try reader.first("PRAGMA integrity_check") { $0.text(0) } == "ok", "\(seed)")
    // Who opens the file without us finds the same.
    let script = """
      import sqlite3
      print(*sqlite3.connect('\(file.path)').execute('SELECT count(*), sum(length(text)) FROM t').fetchone())
      """
    let found = try PythonReference.run(["-c", script])
    #expect(found == "\(expected.count) \(expected.values.reduce(0, +))\n", "\(seed)")
  }
}
