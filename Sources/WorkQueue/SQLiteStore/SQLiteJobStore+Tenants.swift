import SQLite

extension SQLiteJobStore {
  private static let columns =
    "name, role_arn, external_id, region, mode, max_running, weight, paused_at"

  package func tenant(named name: String) async throws -> Tenant? { try readTenant(name) }

  package func tenant(of job: ClaimedJob) async throws -> Tenant? {
    try knownTenants.tenant(named: job.tenant) { try readTenant(job.tenant) }
  }

  private func readTenant(_ name: String) throws -> Tenant? {
    try read { connection in
      try connection.first(
        "SELECT \(Self.columns) FROM tenants WHERE name = ?", .text(name), read: Self.tenant)
    }
  }

  package func tenants() async throws -> [Tenant] {
    try read { connection in
      try connection.rows("SELECT \(Self.columns) FROM tenants ORDER BY name", read: Self.tenant)
    }
  }

  private static func tenant(_ row: Row) -> Tenant {
    var tenant = Tenant(
      name: row.text(0), roleARN: row.optionalText(1), externalId: row.optionalText(2),
      region: row.optionalText(3), mode: Tenant.Mode(rawValue: row.text(4)) ?? .tenant,
      maxRunning: row.int(5), weight: row.int(6))
    tenant.pausedAtMs = row.optionalInteger(7)
    return tenant
  }

  /// Whether it is paused stays as it is: that is the operator's to say, not the file's that is loaded again.
  static func save(_ tenant: Tenant, atMs: Int64, on connection: Connection) throws -> TenantChange {
    let before = try connection.first(
      "SELECT \(columns) FROM tenants WHERE name = ?", .text(tenant.name), read: Self.tenant)
    var wanted = tenant
    wanted.pausedAtMs = before?.pausedAtMs
    if before == wanted { return .unchanged }
    do {
      try insert(tenant, atMs: atMs, on: connection)
    } catch let error as SQLiteError where error.code == .constraint {
      throw OperatorRefusal("tenant '\(tenant.name)': \(error.ruleBroken)")
    }
    return before == nil ? .created : .updated
  }

  private static func insert(_ tenant: Tenant, atMs: Int64, on connection: Connection) throws {
    try connection.run(
      """
      INSERT INTO tenants (name, role_arn, external_id, region, mode, max_running, weight, created_at, updated_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
      ON CONFLICT (name) DO UPDATE SET
        role_arn = ?2, external_id = ?3, region = ?4, mode = ?5, max_running = ?6, weight = ?7, updated_at = ?8
      """,
      .text(tenant.name), .optional(tenant.roleARN), .optional(tenant.externalId), .optional(tenant.region),
      .text(tenant.mode.rawValue), .integer(tenant.maxRunning), .integer(tenant.weight), .integer(atMs))
  }
}
