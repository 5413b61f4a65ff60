import Foundation
import SQLite
import TestSupport
import Testing
import WorkQueue

@Suite("The database file")
struct QueueDatabaseTests {
  let directory: TemporaryDirectory
  let path: String
  let rules = OperationRegistry([TestOperation.nothing()], secretFields: ["Password"])

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("queue.db")
  }

  private func reason(_ body: () throws -> Void) -> DatabaseError.Reason? {
    do {
      try body()
      return nil
    } catch let error as DatabaseError {
      #expect(error.description.contains(directory.path), "the sentence names the file")
      return error.reason
    } catch {
      Issue.record("\(error)")
      return .other
    }
  }

  private func raw() throws -> Connection {
    try Connection(path: path, access: .readWrite, busyTimeoutMs: 1_000)
  }

  @Test("is made readable and writable by its owner alone, with its write-ahead log")
  func created() async throws {
    #expect(try QueueDatabase.prepare(path: path, rules: rules) == .created)
    #expect(try QueueDatabase.prepare(path: path, rules: rules) == .upToDate)
    let store = try SQLiteJobStore(path: path)
    _ = try await store.enqueue([], saving: [Tenant(name: "acme")], atMs: 1)
    for file in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
      let attributes = try FileManager.default.attributesOfItem(atPath: directory.file(file))
      #expect((attributes[.posixPermissions] as? Int ?? 0) & 0o077 == 0, "\(file)")
    }
    #expect(try raw().first("PRAGMA journal_mode") { $0.text(0) } == "wal")
    #expect(try raw().integer("SELECT count(*) FROM secret_fields WHERE name = 'password'") == 1)
  }

  @Test(
    "one that has left its write-ahead log, such as a copy by VACUUM INTO, gets it back when it is opened")
  func otherJournal() async throws {
    try QueueDatabase.prepare(path: path, rules: rules)
    let copy = directory.file("copy.db")
    try raw().execute("VACUUM INTO '\(copy)'")
    #expect(try mode(of: copy) == "delete")
    let store = try SQLiteJobStore(path: copy)
    _ = try await store.enqueue([], saving: [Tenant(name: "acme")], atMs: 1)
    #expect(try mode(of: copy) == "wal")
  }

  private func mode(of path: String) throws -> String? {
    let connection = try Connection(path: path, access: .readWrite, busyTimeoutMs: 1_000)
    return try connection.first("PRAGMA journal_mode") { $0.text(0) }
  }

  @Test("an empty file becomes one; opening it before says what to do")
  func emptyFile() throws {
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(reason { _ = try SQLiteJobStore(path: path) } == .notOurs)
    #expect(try QueueDatabase.prepare(path: path, rules: rules) == .created)
  }

  @Test("one that is not there is missed, and not made, by opening")
  func missing() throws {
    #expect(reason { _ = try SQLiteJobStore(path: path) } == .missing)
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(
      reason { try QueueDatabase.prepare(path: directory.file("no/such/q.db"), rules: rules) }
        == .inaccessible)
    #expect(reason { try QueueDatabase.prepare(path: directory.path, rules: rules) } == .inaccessible)
    #expect(reason { _ = try SQLiteJobStore(path: directory.path) } != nil)
  }

  @Test("what belongs to others is left alone")
  func foreign() throws {
    try Data(
      "this is a text, long enough to be no header of any database at all, I hope; it goes on and on".utf8
    )
    .write(to: URL(fileURLWithPath: path))
    let text = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(reason { try QueueDatabase.prepare(path: path, rules: rules) } == .notOurs)
    #expect(reason { _ = try SQLiteJobStore(path: path) } == .notOurs)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == text)

    for script in [
      "CREATE TABLE mine (v)", "PRAGMA application_id = 7", "PRAGMA user_version = 3",
      "PRAGMA application_id = 7; PRAGMA user_version = 1",
    ] {
      try FileManager.default.removeItem(atPath: path)
      try Data().write(to: URL(fileURLWithPath: path))
      try raw().execute(script)
      let before = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect(reason { try QueueDatabase.prepare(path: path, rules: rules) } == .notOurs, "\(script)")
      #expect(reason { _ = try SQLiteJobStore(path: path) } == .notOurs, "\(script)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before, "\(script)")
    }
  }

  @Test("a newer version is left to a newer program")
  func newer() throws {
    try QueueDatabase.prepare(path: path, rules: rules)
    try raw().execute("PRAGMA user_version = 99")
    #expect(reason { try QueueDatabase.prepare(path: path, rules: rules) } == .newer)
    #expect(reason { _ = try SQLiteJobStore(path: path) } == .newer)
  }

  @Test("a damaged file says so")
  func damaged() throws {
    try QueueDatabase.prepare(path: path, rules: rules)
    try raw().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for index in 4_096..<bytes.count { bytes[index] = 0xA5 }
    bytes.replaceSubrange(100..<4_096, with: Data(repeating: 0xA5, count: 3_996))
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(reason { try QueueDatabase.prepare(path: path, rules: rules) } == .damaged)
    #expect(reason { _ = try SQLiteJobStore(path: path) } == .damaged)
  }

  // Permissions do not bind root, under whom tests may run; the access of the connection binds everybody.
  @Test("what can only be read can be looked at, and writing to it says what is the matter")
  func readOnly() async throws {
    try QueueDatabase.prepare(path: path, rules: rules)
    let store = try SQLiteJobStore(path: path, access: .readOnly)
    #expect(try await store.tenants() == [])
    #expect(try await store.audit() == [])
    let error = await #expect(throws: DatabaseError.self) {
      _ = try await store.enqueue([], saving: [Tenant(name: "acme")], atMs: 1)
    }
    #expect(error?.reason == .readOnly)
  }

  @Test("several programs may prepare it at once")
  func race() async throws {
    for round in 0..<10 {
      let path = directory.file("race-\(round).db")
      let rules = rules
      let results = try await withThrowingTaskGroup(of: QueueDatabase.Preparation.self) { group in
        for _ in 0..<4 {
          group.addTask { @concurrent in try QueueDatabase.prepare(path: path, rules: rules) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(results.filter { $0 == .created }.count == 1)
      #expect(results.filter { $0 == .upToDate }.count == 3)
    }
  }
}
