import SQLite
import TestSupport
import Testing
import WorkQueue

@Suite("Schema: cancelling, and replay of what was cancelled")
struct SchemaCancelTests {
  let it: SchemaHarness

  init() throws { it = try SchemaHarness() }

  private func replay(_ id: Int64?, to state: String = "ready") throws {
    try it.sql.run(
      "UPDATE jobs SET state = ?, finished_at = NULL, reason = NULL, attempt = 0 WHERE id = ?", .text(state),
      .optional(id))
  }

  @Test("only a running job is asked to stop, once, and the log tells")
  func requests() throws {
    let id = try it.insert("a")
    let request = "INSERT INTO cancel_requests (job_id) VALUES (1)"
    #expect(it.refusal(request)?.contains("only a running job") == true)
    #expect(it.refusal("INSERT INTO cancel_requests (job_id) VALUES (77)") != nil)
    try it.claim(id)
    #expect(it.refusal(request) == nil)
    #expect(it.refusal(request) == nil)
    #expect(
      try it.sql.integer("SELECT count(*) FROM work_log WHERE event = 'cancel_requested' AND job_id = 1") == 1
    )
  }

  @Test("a job that was asked to stop is not run again when its worker dies or its attempt fails")
  func safetyNet() async throws {
    for (number, state) in ["ready", "scheduled"].enumerated() {
      let id = try it.insert("\(state)")
      try it.claim(id)
      try it.sql.run("INSERT INTO cancel_requests (job_id) VALUES (?)", .optional(id))
      try it.sql.run("UPDATE jobs SET state = ?, worker_id = NULL WHERE id = ?", .text(state), .optional(id))
      #expect(try it.state(id) == "cancelled")
      #expect(
        try it.sql.rows("SELECT event FROM work_log WHERE job_id = ? ORDER BY id", [.optional(id)]) {
          $0.text(0)
        }
          == ["enqueued", "claimed", "cancel_requested", ["lease_expired", "retry"][number], "cancelled"])
    }
    #expect(try it.sql.integer("SELECT count(*) FROM cancel_requests") == 0)
    try await Invariants.check(it.database.path)
  }

  @Test(
    "what succeeded or died in spite of the request stays so, and a replay is not stopped by an old request")
  func tooLate() async throws {
    let done = try it.insert("done")
    let dead = try it.insert("dead")
    for id in [done, dead] {
      try it.claim(id)
      try it.sql.run("INSERT INTO cancel_requests (job_id) VALUES (?)", .optional(id))
    }
    try it.finish(done)
    try it.bury(dead)
    #expect(try it.state(done) == "succeeded")
    #expect(try it.state(dead) == "dead")
    #expect(try it.sql.integer("SELECT count(*) FROM cancel_requests") == 0)
    try await Invariants.check(it.database.path)
  }

  @Test("a cancelled job that is replayed holds up again what waits for it")
  func reopen() async throws {
    let first = try it.insert("first", kind: "fixed")
    let second = try it.insert("second", kind: "fixed")
    let dependent = try it.insert("dependent", dependsOn: #"["first"]"#)
    let later = try it.insert("later", dependsOn: #"["first"]"#, runAt: 1 << 50)
    try it.finish(first, "cancelled")
    #expect(try [second, dependent, later].map { try it.state($0) } == ["ready", "ready", "scheduled"])
    try await Invariants.check(it.database.path)
    try replay(first)
    #expect(try [second, dependent, later].map { try it.state($0) } == ["blocked", "blocked", "blocked"])
    try await Invariants.check(it.database.path)
    try it.claim(first)
    try it.finish(first)
    #expect(try [second, dependent, later].map { try it.state($0) } == ["ready", "ready", "scheduled"])
    try await Invariants.check(it.database.path)
  }

  @Test("it cannot be replayed when what waited for it has run")
  func tooLateToReplay() async throws {
    for (key, kind, depends) in [("resource", "fixed", nil), ("dependency", "free", #"["dependency0"]"#)] {
      let first = try it.insert("\(key)0", kind: kind)
      let second = try it.insert("\(key)1", kind: kind, dependsOn: depends)
      try it.finish(first, "cancelled")
      try it.claim(second)
      #expect(it.refusal { try replay(first) }?.contains("has run since") == true)
      #expect(try it.state(first) == "cancelled")
      try it.finish(second)
      #expect(it.refusal { try replay(first) }?.contains("has run since") == true)
    }
    try await Invariants.check(it.database.path)
  }

  @Test("jobs of a chain that were cancelled one by one come back in their order")
  func chain() async throws {
    let ids = try ["a", "b", "c"].map { try it.insert($0, kind: "fixed") }
    for id in ids.reversed() { try it.finish(id, "cancelled") }
    try replay(ids[1])
    try replay(ids[2], to: "blocked")
    #expect(it.refusal { try replay(ids[0], to: "blocked") } != nil, "nothing is before it")
    try replay(ids[0])
    #expect(try ids.map { try it.state($0) } == ["ready", "blocked", "blocked"])
    try await Invariants.check(it.database.path)
  }
}
