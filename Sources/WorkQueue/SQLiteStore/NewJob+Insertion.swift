extension NewJob {
  func insertion(atMs: Int64) -> JobInsertion {
    func optional(_ value: Int64?) -> JobInsertion.Value { value.map { .integer($0) } ?? .null }
    return JobInsertion(
      sql: """
        INSERT INTO jobs (tenant, kind, idempotency_key, payload, depends_on, priority, run_at, max_attempts,
                          created_at, updated_at, retry, timeout_ms, give_up_at, key_expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        .text(tenant), .text(kind), .text(idempotencyKey), .text(payload),
        dependencyList.map { .text($0) } ?? .null, .integer(Int64(priority)), .integer(runAtMs ?? atMs),
        optional(maxAttempts.map(Int64.init)), .integer(atMs), .integer(atMs),
        retry.map { .text($0.json) } ?? .null, optional(timeoutMs), optional(giveUpAtMs),
        optional(keyExpiresAtMs),
      ])
  }

  /// As `jobs.depends_on` takes it; nil: it depends on nothing.
  var dependencyList: String? {
    guard !dependsOn.isEmpty else { return nil }
    let items = dependsOn.map { dependency in
      switch dependency {
      case .job(let id): String(id)
      case .key(let key): JSONText.string(key)
      }
    }
    return "[" + items.joined(separator: ",") + "]"
  }
}
