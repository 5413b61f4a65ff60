import SQLite

extension SQLiteJobStore {
  package func setPaused(_ isPaused: Bool, _ scope: PauseScope, atMs: Int64) async throws -> Bool {
    let value = isPaused ? SQLiteValue.integer(atMs) : .null
    defer { if case .tenant = scope { knownTenants.forget() } }
    return try await write { connection in
      switch scope {
      case .everything:
        return try connection.run(
          "UPDATE queue SET paused_at = ?1 WHERE (paused_at IS NULL) <> (?1 IS NULL)", value) > 0
      case .tenant(let name):
        guard try connection.integer("SELECT 1 FROM tenants WHERE name = ?", .text(name)) == 1 else {
          throw OperatorRefusal("there is no tenant '\(name)'; `headgate tenant list` shows all")
        }
        return try connection.run(
          "UPDATE tenants SET paused_at = ?1 WHERE name = ?2 AND (paused_at IS NULL) <> (?1 IS NULL)", value,
          .text(name)) > 0
      case .kind(let name):
        try Self.expectKind(name, on: connection)
        return try connection.run(
          "UPDATE kinds SET paused_at = ?1 WHERE name = ?2 AND (paused_at IS NULL) <> (?1 IS NULL)", value,
          .text(name)) > 0
      }
    }
  }

  private static func expectKind(_ name: String, on connection: Connection) throws {
    let kinds = try connection.rows("SELECT name FROM kinds ORDER BY name") { $0.text(0) }
    guard kinds.contains(name) else {
      throw OperatorRefusal("there is no kind '\(name)'; expected one of \(kinds.joined(separator: ", "))")
    }
  }

  package func kindSettings() async throws -> [KindSettings] {
    try read { connection in
      try connection.rows("SELECT name, paused_at, max_running, timeout_ms, retry FROM kinds ORDER BY name") {
        row in
        KindSettings(
          name: row.text(0), pausedAtMs: row.optionalInteger(1),
          maxRunning: row.optionalInteger(2).map(Int.init),
          timeoutMs: row.optionalInteger(3), retry: Self.rules(row.optionalText(4)))
      }
    }
  }

  package func save(_ settings: KindSettings) async throws {
    try await write { connection in
      try Self.expectKind(settings.name, on: connection)
      try connection.run(
        "UPDATE kinds SET paused_at = ?2, max_running = ?3, timeout_ms = ?4, retry = ?5 WHERE name = ?1",
        .text(settings.name), .optional(settings.pausedAtMs), .optional(settings.maxRunning.map(Int64.init)),
        .optional(settings.timeoutMs), .optional(settings.retry?.json))
    }
  }

  package func queueSettings() async throws -> QueueSettings {
    try read { connection in
      try connection.first("SELECT max_running, keep_ms, keep_jobs, keep_dead_ms FROM queue") { row in
        QueueSettings(
          maxRunning: row.optionalInteger(0).map(Int.init), keepMs: row.optionalInteger(1),
          keepJobs: row.optionalInteger(2).map(Int.init), keepDeadMs: row.optionalInteger(3))
      } ?? QueueSettings()
    }
  }

  package func save(_ settings: QueueSettings) async throws {
    try await write { connection in
      _ = try connection.run(
        "UPDATE queue SET max_running = ?1, keep_ms = ?2, keep_jobs = ?3, keep_dead_ms = ?4",
        .optional(settings.maxRunning.map(Int64.init)), .optional(settings.keepMs),
        .optional(settings.keepJobs.map(Int64.init)), .optional(settings.keepDeadMs))
    }
  }
}
