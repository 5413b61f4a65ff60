import Glibc
package import SQLite

/// Finds, makes and opens database files.
package enum QueueDatabase {
  package enum Preparation: Sendable, Equatable {
    case created
    case migrated(from: Int64)
    case upToDate
  }

  /// Makes the database, readable and writable by its owner alone, or brings an older one up to date. An error
  /// leaves what was there as it was.
  ///
  /// - Throws: `DatabaseError`.
  @discardableResult
  package static func prepare(
    path: String, rules: OperationRegistry, schema: String = Schema.text,
    version: Int64 = Schema.version, migrations: [Schema.Migration] = Schema.migrations
  ) throws -> Preparation {
    try makeFile(path)
    return try DatabaseError.explaining(path) {
      let connection = try Connection(
        path: path, access: .readWrite, busyTimeoutMs: QueueLimits.busyTimeoutMs)
      let found = try identify(connection, path: path)
      guard found <= version else { throw tooNew(path, found: found, known: version) }
      // Both are kept in the file and cannot be set inside a transaction; the first only while it is empty.
      if found == 0 { try connection.execute("PRAGMA auto_vacuum = INCREMENTAL") }
      try switchToWAL(connection)
      try connection.syncCommits(true)
      return try connection.transaction { connection in
        // Another process may have been faster.
        let found = try connection.integer("PRAGMA user_version") ?? 0
        if found == 0 {
          try connection.execute(schema)
        } else if found < version {
          try migrate(connection, from: found, to: version, migrations: migrations, schema: schema)
        }
        try write(rules, to: connection)
        return found == 0 ? .created : found < version ? .migrated(from: found) : .upToDate
      }
    }
  }

  /// A database that is nowhere but in memory.
  static func makeInMemory(rules: OperationRegistry) throws -> Connection {
    try DatabaseError.explaining(":memory:") {
      let connection = try Connection(path: ":memory:", access: .readWrite, busyTimeoutMs: 0)
      try connection.transaction { connection in
        try connection.execute(Schema.text)
        try write(rules, to: connection)
      }
      return connection
    }
  }

  /// The switch takes an exclusive lock for which SQLite does not always wait: another process that prepares the
  /// file at the same moment makes it fail at once.
  private static func switchToWAL(_ connection: Connection) throws {
    let pauseMs: Int32 = 10
    for _ in 0..<QueueLimits.busyTimeoutMs / pauseMs {
      do {
        try connection.execute("PRAGMA journal_mode = WAL")
        return
      } catch {
        guard error.code == .busy else { throw error }
        usleep(UInt32(pauseMs) * 1_000)
      }
    }
    try connection.execute("PRAGMA journal_mode = WAL")
  }

  /// Opens a database that `prepare` has made.
  ///
  /// - Throws: `DatabaseError`.
  package static func open(path: String, access: Connection.Access) throws -> Connection {
    try DatabaseError.explaining(path) {
      guard Glibc.access(path, F_OK) == 0 else {
        throw DatabaseError(
          .missing,
          "there is no database at \(path); make one with `headgate init`, or name another with --db")
      }
      let connection = try Connection(
        path: path, access: access, busyTimeoutMs: QueueLimits.busyTimeoutMs)
      let found = try identify(connection, path: path)
      guard found <= Schema.version else { throw tooNew(path, found: found, known: Schema.version) }
      guard found == Schema.version else {
        throw DatabaseError(
          found == 0 ? .notOurs : .older,
          found == 0
            ? "\(path) is an empty database; prepare it with `headgate init`"
            : "\(path) has version \(found) of the schema and this program needs \(Schema.version); "
              + "bring it up to date with `headgate init`")
      }
      // A copy made by VACUUM INTO, say, has left the mode behind, on which all depends that is said of durability.
      if access == .readWrite { try switchToWAL(connection) }
      try connection.syncCommits(true)
      try connection.execute("PRAGMA wal_autocheckpoint = \(QueueLimits.walAutocheckpointPages)")
      // A page that is written before its transaction ends is often written once more.
      try connection.execute("PRAGMA cache_size = -\(QueueLimits.cacheKiB)")
      try connection.execute("PRAGMA cache_spill = \(QueueLimits.spillPages)")
      return connection
    }
  }

  /// - Returns: the file's version of the schema; 0 for an empty file.
  private static func identify(_ connection: Connection, path: String) throws -> Int64 {
    let application = try connection.integer("PRAGMA application_id") ?? 0
    let version = try connection.integer("PRAGMA user_version") ?? 0
    if application == Schema.applicationId, version > 0 { return version }
    let objects = try connection.integer("SELECT count(*) FROM sqlite_schema") ?? 0
    guard application == 0, version == 0, objects == 0 else {
      throw DatabaseError(
        .notOurs, "\(path) is a database of another program; name Headgate's with --db, or a new file")
    }
    return 0
  }

  private static func tooNew(_ path: String, found: Int64, known: Int64) -> DatabaseError {
    DatabaseError(
      .newer,
      "\(path) has version \(found) of the schema and this program knows \(known); "
        + "use a newer headgate")
  }

  /// Makes the new version's tables beside the old ones and copies the rows: whatever a version looked like,
  /// afterwards the file is as schema.sql describes it. Runs inside the caller's transaction.
  private static func migrate(
    _ connection: Connection, from: Int64, to: Int64, migrations: [Schema.Migration], schema: String
  ) throws {
    let steps = try (from..<to).map { version in
      guard let step = migrations.first(where: { $0.from == version }) else {
        throw DatabaseError(.older, "version \(version) of the schema is too old for this program")
      }
      return step
    }
    let objects = try connection.rows(
      "SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    ) { (type: $0.text(0), name: $0.text(1)) }
    for object in objects where object.type != "table" {
      try connection.execute("DROP \(object.type) IF EXISTS \(quoted(object.name))")
    }
    let tables = objects.filter { $0.type == "table" }.map(\.name)
    for table in tables {
      try connection.execute("ALTER TABLE \(quoted(table)) RENAME TO \(quoted("old_" + table))")
    }
    for statement in Schema.tableStatements(in: schema) { try connection.execute(statement) }
    let remade = steps.reduce(into: Set<String>()) { $0.formUnion($1.remade) }
    for table in tables where !remade.contains(table) { try copyCommonColumns(of: table, on: connection) }
    for step in steps { try connection.execute(step.sql) }
    for table in tables { try connection.execute("DROP TABLE \(quoted("old_" + table))") }
    for statement in Schema.ruleStatements(in: schema) { try connection.execute(statement) }
    try connection.execute("PRAGMA user_version = \(to)")
  }

  private static func copyCommonColumns(of table: String, on connection: Connection) throws {
    let columns = try connection.rows(
      """
      SELECT old.name FROM pragma_table_info('old_' || ?1) AS old
      JOIN pragma_table_info(?1) AS new ON new.name = old.name ORDER BY old.cid
      """, [.text(table)]
    ) { quoted($0.text(0)) }.joined(separator: ", ")
    guard !columns.isEmpty else { return }
    try connection.execute(
      "INSERT INTO \(quoted(table)) (\(columns)) SELECT \(columns) FROM \(quoted("old_" + table))")
  }

  private static func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// Writes what the operations demand into the database, where it holds for every program.
  private static func write(_ registry: OperationRegistry, to connection: Connection) throws {
    for rule in registry.rules {
      let paths = "[" + rule.required.map { "\"\($0)\"" }.joined(separator: ",") + "]"
      try connection.run(
        """
        INSERT INTO kinds (name, resource_prefix, resource_path, required, max_attempts)
        VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (name) DO UPDATE SET resource_prefix = ?2, resource_path = ?3, required = ?4, max_attempts = ?5
        """,
        .text(rule.name), .optional(rule.resourcePrefix), .optional(rule.resourcePath), .text(paths),
        .integer(rule.maxAttempts))
    }
    for field in registry.secretFields {
      try connection.run(
        "INSERT INTO secret_fields (name) VALUES (?) ON CONFLICT DO NOTHING", .text(field.lowercased()))
    }
  }

  /// An empty file that only its owner can read: SQLite would make it readable for all.
  private static func makeFile(_ path: String) throws {
    let descriptor = Glibc.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let why = String(cString: strerror(errno))
      throw DatabaseError(
        .inaccessible, "\(path) cannot be made or written (\(why)); check the folder and its permissions")
    }
    close(descriptor)
  }
}
