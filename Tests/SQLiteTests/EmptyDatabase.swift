import Foundation
import SQLite
import TestSupport

/// A database without a table.
struct EmptyDatabase {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("test.db")
    try Data().write(to: URL(fileURLWithPath: path))
    try connect().run("PRAGMA journal_mode = WAL")
  }

  func connect() throws -> Connection {
    try Connection(path: path, access: .readWrite, busyTimeoutMs: 10_000)
  }
}
