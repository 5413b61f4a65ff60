import Foundation
import SQLite
import TestSupport
import Testing

@testable import WorkQueue

@Suite("Migration")
struct MigrationTests {
  let database: TestDatabase
  let rules = OperationRegistry([TestOperation.nothing()])
  /// The next version: jobs have a colour, and nobody's priority may be 13.
  let schema = """
    \(Schema.text.replacing("  replayed_at     INTEGER, ", with: "  colour TEXT NOT NULL DEFAULT 'grey',\n  replayed_at     INTEGER, "))
    CREATE TRIGGER jobs_superstition BEFORE INSERT ON jobs
    WHEN NEW.priority = 13
    BEGIN
      SELECT RAISE(ABORT, 'headgate: unlucky');
    END;
    """
  let now = Schema.version
  let step = Schema.Migration(from: Schema.version, sql: "UPDATE jobs SET created_at = created_at - 1")

  init() throws {
    database = try TestDatabase(rules)
    let sql = try database.connect()
    try sql.run("INSERT INTO tenants (name) VALUES ('acme')")
    try sql.run(
      "INSERT INTO jobs (tenant, kind, idempotency_key, payload) VALUES ('acme', 'nothing', 'a', '{}')")
    // What an older version may have had, and the new one has not.
    try sql.execute(
      "CREATE TRIGGER old_rule BEFORE INSERT ON jobs BEGIN SELECT RAISE(ABORT, 'headgate: never'); END")
  }

  private func triggers() throws -> [String] {
    try database.connect().rows("SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name") {
      $0.text(0)
    }
  }

  private func migrate(_ steps: [Schema.Migration], to version: Int64 = Schema.version + 1) throws
    -> QueueDatabase.Preparation
  {
    try QueueDatabase.prepare(
      path: database.path, rules: rules, schema: schema, version: version, migrations: steps)
  }

  @Test("gives an older file what is new, keeps its data, and replaces the rules")
  func migrated() throws {
    #expect(try migrate([step]) == .migrated(from: now))
    #expect(try migrate([step]) == .upToDate)
    let sql = try database.connect()
    #expect(try sql.integer("PRAGMA user_version") == now + 1)
    #expect(try sql.first("SELECT colour || state FROM jobs") { $0.text(0) } == "greyready")
    #expect(try triggers().count { $0.contains("old_rule") } == 0)
    #expect(throws: SQLiteError.self) {
      try sql.run(
        "INSERT INTO jobs (tenant, kind, idempotency_key, payload, priority) VALUES ('acme', 'nothing', 'b', '{}', 13)"
      )
    }
    #expect(
      try sql.run(
        "INSERT INTO jobs (tenant, kind, idempotency_key, payload) VALUES ('acme', 'nothing', 'b', '{}')")
        == 1)
    #expect(throws: DatabaseError.self) { try SQLiteJobStore(path: database.path) }
  }

  @Test("makes anew exactly the tables, indexes, triggers and views of the schema")
  func same() throws {
    let fresh = try TestDatabase(rules)
    let objects = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name"
    let wanted = try fresh.connect().rows(objects) { $0.text(0) }
    _ = try QueueDatabase.prepare(
      path: fresh.path, rules: rules, version: now + 1,
      migrations: [Schema.Migration(from: now, sql: "SELECT 1")])
    #expect(try fresh.connect().rows(objects) { $0.text(0) } == wanted)
    #expect(wanted.count > 30)
  }

  @Test("that fails, or lacks a step, leaves the file as it was")
  func failing() throws {
    let before = try triggers()
    for steps in [
      [Schema.Migration(from: now, sql: step.sql + "; INSERT INTO nowhere VALUES (1)")], [],
      [Schema.Migration(from: now + 1, sql: "SELECT 1")],
    ] {
      #expect(throws: DatabaseError.self) { try migrate(steps) }
    }
    #expect(throws: DatabaseError.self) { try migrate([step], to: now + 2) }
    let sql = try database.connect()
    #expect(try triggers() == before)
    #expect(try sql.integer("PRAGMA user_version") == now)
    #expect(try sql.integer("SELECT count(*) FROM pragma_table_info('jobs') WHERE name = 'colour'") == 0)
  }

  @Test("takes several steps in one go")
  func several() throws {
    let second = Schema.Migration(from: now + 1, sql: "UPDATE jobs SET colour = 'blue'")
    #expect(try migrate([second, step], to: now + 2) == .migrated(from: now))
    #expect(
      try database.connect().integer("SELECT count(*) FROM jobs WHERE colour = 'blue'") == 1
    )
  }

  @Test("brings a file of version 1 up to date, as if it had been made anew")
  func fromTheFirst() async throws {
    let old = try TemporaryDirectory()
    let path = old.file("old.db")
    let text = try String(contentsOfFile: Self.oldSchema, encoding: .utf8)
    let rules = OperationRegistry([TestOperation.nothing(), TestOperation.ordered()])
    // What version 1 made: its tables, its settings, and jobs in every state.
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let sql = try Connection(path: path, access: .readWrite, busyTimeoutMs: 1_000)
    try sql.execute(text)
    try sql.execute(
      """
      INSERT INTO kinds (name, resource_prefix, resource_path, required) VALUES
        ('nothing', NULL, NULL, '[]'), ('ordered', 'at/', '$.at', '["$.at"]');
      INSERT INTO tenants (name, max_running, paused_at) VALUES ('acme', 3, NULL), ('bolt', 1, 5);
      INSERT INTO workers (name, concurrency, started_at, lease_until) VALUES ('w', 1, 0, 1);
      INSERT INTO jobs (tenant, kind, idempotency_key, payload) VALUES
        ('acme', 'nothing', 'done', '{}'), ('acme', 'nothing', 'dead', '{}'), ('acme', 'nothing', 'runs', '{}'),
        ('acme', 'ordered', 'first', '{"at":"x"}'), ('acme', 'ordered', 'second', '{"at":"x"}'),
        ('bolt', 'nothing', 'waits', '{}');
      INSERT INTO jobs (tenant, kind, idempotency_key, payload, depends_on) VALUES
        ('acme', 'nothing', 'after', '{}', '["second"]');
      UPDATE queue SET lease_token = 1, virtual_time = 7;
      UPDATE jobs SET state = 'running', attempt = 1, worker_id = 1, lease_token = 1 WHERE id <= 3;
      UPDATE jobs SET state = 'succeeded', worker_id = NULL, finished_at = 9 WHERE id = 1;
      UPDATE jobs SET state = 'dead', reason = 'r', worker_id = NULL WHERE id = 2;
      """)
    let log = try sql.rows("SELECT id, event, state FROM work_log ORDER BY id") { $0.text(1) }

    #expect(try QueueDatabase.prepare(path: path, rules: rules) == .migrated(from: 1))
    try await Invariants.check(path)
    let objects = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name"
    let fresh = try TestDatabase(rules)
    #expect(try sql.rows(objects) { $0.text(0) } == fresh.connect().rows(objects) { $0.text(0) })
    #expect(try sql.rows("SELECT id, event, state FROM work_log ORDER BY id") { $0.text(1) } == log)
    #expect(try sql.integer("SELECT virtual_time FROM queue") == 7)
    let store = try SQLiteJobStore(path: path)
    let worker = try await store.register(name: "v", concurrency: 9, leaseUntilMs: 1 << 50, atMs: 1)
    let batch = try await store.claim(workerId: worker, slots: 9, atMs: 1 << 49)
    #expect(batch.jobs.map(\.id) == [4], "its order holds, and the paused tenant is paused")
  }

  private static let oldSchema =
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "OldSchemas/schema-1.sql").path
}
