import SQLite

/// The schema that is built in: schema.sql, as it stands at the top of the repository.
package enum Schema {
  /// 'HdGt', in the file's header.
  package static let applicationId: Int64 = 0x4864_4774
  /// The `user_version` that schema.sql sets.
  package static let version: Int64 = 1

  package static let text = String(decoding: PackageResources.schema_sql, as: UTF8.self)

  /// What turns a database of version `from` into one of version `from + 1`. Tables are altered by `sql`;
  /// views and triggers are then made anew from schema.sql, so a step only speaks of what holds data.
  package struct Migration: Sendable {
    let from: Int64
    let sql: String

    package init(from: Int64, sql: String) {
      self.from = from
      self.sql = sql
    }
  }

  /// In order; none yet, since there has been one version only.
  package static let migrations: [Migration] = []

  /// The views and triggers of a schema text: the statements that can be dropped and made again without loss.
  static func replaceableStatements(in schema: String) -> [String] {
    var statements: [String] = []
    var current: [Substring] = []
    for line in schema.split(separator: "\n", omittingEmptySubsequences: false) {
      if current.isEmpty, !line.hasPrefix("CREATE TRIGGER "), !line.hasPrefix("CREATE VIEW ") { continue }
      current.append(line)
      let isTrigger = current[0].hasPrefix("CREATE TRIGGER ")
      if isTrigger ? line == "END;" : line.hasSuffix(";") {
        statements.append(current.joined(separator: "\n"))
        current = []
      }
    }
    return statements
  }
}
