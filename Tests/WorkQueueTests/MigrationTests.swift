import SQLite
import TestSupport
import Testing

@testable import WorkQueue

@Suite("Migration")
struct MigrationTests {
  let database: TestDatabase
  let rules = OperationRegistry([TestOperation.nothing()])
  /// Schema 2: jobs have a colour, and nobody's priority may be 13.
  let schema = """
    \(Schema.text)
    CREATE TRIGGER jobs_superstition BEFORE INSERT ON jobs
    WHEN NEW.priority = 13
    BEGIN
      SELECT RAISE(ABORT, 'headgate: unlucky');
    END;
    """
  let step = Schema.Migration(
    from: 1,
    sql: """
      ALTER TABLE jobs ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';
      UPDATE jobs SET created_at = created_at - 1;
      """)

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

  private func migrate(_ steps: [Schema.Migration], to version: Int64 = 2) throws -> QueueDatabase.Preparation
  {
    try QueueDatabase.prepare(
      path: database.path, rules: rules, schema: schema, version: version, migrations: steps)
  }

  @Test("gives an older file what is new, keeps its data, and replaces the rules")
  func migrated() throws {
    #expect(try migrate([step]) == .migrated(from: 1))
    #expect(try migrate([step]) == .upToDate)
    let sql = try database.connect()
    #expect(try sql.integer("PRAGMA user_version") == 2)
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

  @Test("makes anew exactly the triggers and views of the schema")
  func same() throws {
    let fresh = try TestDatabase(rules)
    let objects = "SELECT sql FROM sqlite_schema WHERE type IN ('trigger', 'view') ORDER BY name"
    let wanted = try fresh.connect().rows(objects) { $0.text(0) }
    _ = try QueueDatabase.prepare(
      path: fresh.path, rules: rules, version: 2, migrations: [Schema.Migration(from: 1, sql: "SELECT 1")])
    #expect(try fresh.connect().rows(objects) { $0.text(0) } == wanted)
    #expect(wanted.count > 30)
  }

  @Test("that fails, or lacks a step, leaves the file as it was")
  func failing() throws {
    let before = try triggers()
    for steps in [
      [Schema.Migration(from: 1, sql: step.sql + "; INSERT INTO nowhere VALUES (1)")], [],
      [Schema.Migration(from: 2, sql: "SELECT 1")],
    ] {
      #expect(throws: DatabaseError.self) { try migrate(steps) }
    }
    #expect(throws: DatabaseError.self) { try migrate([step], to: 3) }
    let sql = try database.connect()
    #expect(try triggers() == before)
    #expect(try sql.integer("PRAGMA user_version") == 1)
    #expect(try sql.integer("SELECT count(*) FROM pragma_table_info('jobs') WHERE name = 'colour'") == 0)
  }

  @Test("takes several steps in one go")
  func several() throws {
    let second = Schema.Migration(from: 2, sql: "ALTER TABLE jobs ADD COLUMN shade TEXT")
    #expect(try migrate([second, step], to: 3) == .migrated(from: 1))
    #expect(
      try database.connect().integer("SELECT count(*) FROM jobs WHERE shade IS NULL AND colour = 'grey'") == 1
    )
  }
}
