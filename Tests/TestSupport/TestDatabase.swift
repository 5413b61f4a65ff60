package import SQLite
package import WorkQueue

/// A queue's database in a directory of its own.
package struct TestDatabase: Sendable {
  package let directory: TemporaryDirectory
  package let path: String

  package init(_ operations: OperationRegistry = OperationRegistry([TestOperation.nothing()])) throws {
    directory = try TemporaryDirectory()
    path = directory.file("queue.db")
    try QueueDatabase.prepare(path: path, rules: operations)
  }

  /// Another connection, as another program would have it.
  package func connect() throws -> Connection {
    try Connection(path: path, access: .readWrite, busyTimeoutMs: 10_000)
  }

  package func store() throws -> SQLiteJobStore { try SQLiteJobStore(path: path) }
}
