import SQLite

extension SQLiteJobStore {
  /// Checks every invariant of the queue on one snapshot, from the rows alone. It reads the whole database.
  ///
  /// - Returns: at most `AuditRule.maxFindings` findings a rule; none: all is well.
  package func audit() async throws -> [AuditFinding] {
    try read { connection in
      try AuditRule.all.flatMap { rule in
        try connection.rows(rule.sql + " LIMIT \(AuditRule.maxFindings)") { row in
          AuditFinding(invariant: rule.invariant, message: row.text(0))
        }
      } + Self.damage(on: connection)
    }
  }

  private static func damage(on connection: Connection) throws -> [AuditFinding] {
    try connection.rows("PRAGMA integrity_check(\(AuditRule.maxFindings))") { $0.text(0) }
      .filter { $0 != "ok" }
      .map { AuditFinding(invariant: "the file is sound", message: $0) }
  }
}
