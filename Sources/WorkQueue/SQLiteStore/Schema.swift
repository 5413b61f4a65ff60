import SQLite

/// The schema that is built in: schema.sql, as it stands at the top of the repository.
package enum Schema {
  /// 'HdGt', in the file's header.
  package static let applicationId: Int64 = 0x4864_4774
  /// The `user_version` that schema.sql sets.
  package static let version: Int64 = 3

  package static let text = String(decoding: PackageResources.schema_sql, as: UTF8.self)

  /// What turns a database of version `from` into one of version `from + 1`. The tables of schema.sql are there
  /// already, and hold what both versions have in common, when `sql` runs; the old ones stand beside them as
  /// `old_NAME`, and no trigger is in force yet.
  package struct Migration: Sendable {
    let from: Int64
    /// Tables whose rows `sql` makes anew instead of taking them over.
    let remade: Set<String>
    let sql: String

    package init(from: Int64, remaking remade: Set<String> = [], sql: String) {
      self.from = from
      self.remade = remade
      self.sql = sql
    }
  }

  /// In order.
  package static let migrations: [Migration] = [
    // Version 2 counts by tenant and kind.
    Migration(
      from: 1, remaking: ["lanes"],
      sql: """
        INSERT INTO lanes (tenant, kind, virtual_time, closed, succeeded_at, \(stateColumns))
        SELECT jobs.tenant, jobs.kind, coalesce(max(old_lanes.virtual_time), 0), coalesce(max(old_lanes.paused), 0),
               max(CASE jobs.state WHEN 'succeeded' THEN jobs.finished_at END), \(stateCounts)
        FROM jobs LEFT JOIN old_lanes ON old_lanes.tenant = jobs.tenant
        GROUP BY jobs.tenant, jobs.kind;
        """),
    // Version 3 has the same rows under rules that cost less.
    Migration(from: 2, sql: ""),
  ]

  private static let stateColumns = JobState.allCases.map(\.rawValue).joined(separator: ", ")
  private static let stateCounts = JobState.allCases.map { "sum(jobs.state = '\($0)')" }.joined(
    separator: ", ")

  /// The tables and indexes of a schema text.
  static func tableStatements(in schema: String) -> [String] {
    statements(in: schema, creating: ["TABLE", "INDEX", "UNIQUE INDEX"])
  }

  /// The triggers and views of a schema text.
  static func ruleStatements(in schema: String) -> [String] {
    statements(in: schema, creating: ["TRIGGER", "VIEW"])
  }

  private static func statements(in schema: String, creating kinds: [String]) -> [String] {
    var statements: [String] = []
    var current: [Substring] = []
    for line in schema.split(separator: "\n", omittingEmptySubsequences: false) {
      if current.isEmpty, !kinds.contains(where: { line.hasPrefix("CREATE \($0) ") }) { continue }
      current.append(line)
      let isTrigger = current[0].hasPrefix("CREATE TRIGGER ")
      if isTrigger ? line == "END;" : endsStatement(line) {
        statements.append(current.joined(separator: "\n"))
        current = []
      }
    }
    return statements
  }

  /// A semicolon, but for a comment behind it.
  private static func endsStatement(_ line: Substring) -> Bool {
    let code = line.firstRange(of: " --").map { line[..<$0.lowerBound] } ?? line
    return code.last { $0 != " " } == ";"
  }
}
