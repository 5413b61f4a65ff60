import SQLite
import TestSupport
import Testing
import WorkQueue

@Suite("Schema: keys for a period")
struct SchemaKeyTests {
  let it: SchemaHarness

  init() throws { it = try SchemaHarness() }

  private func insert(at createdAt: Int64, expiring expiresAt: Int64?, payload: String = "{}") throws
    -> Int64?
  {
    let count = try it.sql.run(
      """
      INSERT INTO jobs (tenant, kind, idempotency_key, payload, key_expires_at, created_at, run_at)
      VALUES ('acme', 'free', 'k', ?1, ?2, ?3, ?3)
      """, .text(payload), .optional(expiresAt), .integer(createdAt))
    return count == 0 ? nil : it.sql.lastInsertedRowId
  }

  @Test("the key is free after its period, once its job is finished")
  func period() async throws {
    let first = try #require(try insert(at: 1_000, expiring: 2_000))
    #expect(try insert(at: 1_500, expiring: 2_500) == nil)
    #expect(try insert(at: 3_000, expiring: 4_000) == nil, "the job is unfinished: it is this one still")
    try it.claim(first)
    try it.finish(first)
    #expect(it.refusal { _ = try insert(at: 1_999, expiring: nil, payload: #"{"a":1}"#) } != nil)
    let second = try #require(try insert(at: 2_000, expiring: nil, payload: #"{"a":1}"#))
    #expect(second != first)
    #expect(try insert(at: 9_000, expiring: nil, payload: #"{"a":1}"#) == nil, "this one's key is for good")
    try await Invariants.check(it.database.path)
  }

  @Test("depends_on by key means the job that has the key now")
  func dependency() throws {
    let first = try insert(at: 1_000, expiring: 2_000)
    try it.claim(first)
    try it.finish(first)
    let second = try insert(at: 3_000, expiring: nil)
    let waiting = try it.insert("waiting", dependsOn: #"["k"]"#)
    #expect(try it.state(waiting) == "blocked")
    #expect(
      try it.sql.integer("SELECT depends_on FROM job_dependencies WHERE job_id = ?", .optional(waiting))
        == second)
  }
}
