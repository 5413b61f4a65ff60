import SQLite
import TestSupport
import Testing
import WorkQueue

@Suite("Schema: nothing is lost")
struct SchemaLifetimeTests {
  let it: SchemaHarness

  init() throws { it = try SchemaHarness() }

  @Test("no statement of a foreign program harms what is there")
  func vandals() async throws {
    let first = try it.insert("first")
    try it.insert("gate")
    try it.insert("job", dependsOn: #"["gate"]"#)
    try it.claim(first)
    let before = try it.contents()
    for statement in [
      "DELETE FROM jobs", "DELETE FROM work_log", "DELETE FROM queue", "DELETE FROM workers",
      "DELETE FROM lanes",
      "DELETE FROM kinds", "DELETE FROM tenants WHERE name = 'acme'",
      "UPDATE work_log SET event = 'x'", "UPDATE OR IGNORE work_log SET id = id + 100",
      "INSERT OR REPLACE INTO work_log (id, at, tenant, event) VALUES (1, 0, 'acme', 'x')",
      "INSERT INTO work_log (id, at, tenant, event) VALUES (9223372036854775807, 0, 'acme', 'x')",
      "INSERT INTO work_log (at, job_id, tenant, event, state) VALUES (0, 1, 'acme', 'x', 'succeeded')",
      "INSERT INTO work_log (at, job_id, tenant, event, state) VALUES (0, 77, 'acme', 'x', 'ready')",
      "INSERT OR REPLACE INTO queue (id) VALUES (1)", "UPDATE queue SET lease_token = 0",
      "UPDATE queue SET database_id = 'x'", "UPDATE queue SET id = 2", "UPDATE queue SET virtual_time = -1",
      "INSERT OR REPLACE INTO lanes (tenant, kind) VALUES ('acme', 'free')",
      "INSERT OR REPLACE INTO workers (id, name, concurrency, started_at, lease_until) VALUES (1, 'x', 1, 0, 0)",
      "UPDATE workers SET id = 5", "UPDATE tenants SET name = 'other' WHERE name = 'acme'",
      "UPDATE OR REPLACE tenants SET name = 'bolt' WHERE name = 'acme'",
      "UPDATE kinds SET name = name || 'x'",
      "INSERT OR REPLACE INTO jobs (id, tenant, kind, idempotency_key, payload) VALUES (1, 'acme', 'free', 'z', '{}')",
      "INSERT OR REPLACE INTO jobs (tenant, kind, idempotency_key, payload) VALUES ('acme', 'free', 'first', '{}')",
      "INSERT INTO jobs (tenant, kind, idempotency_key, payload) VALUES ('acme', 'free', 'first', '{}') ON CONFLICT DO UPDATE SET payload = '{\"a\":1}'",
      "INSERT OR REPLACE INTO kinds (name) VALUES ('free')",
      "INSERT OR REPLACE INTO tenants (name) VALUES ('acme')",
    ] {
      _ = it.refusal(statement)
      #expect(try it.contents() == before, "\(statement)")
    }
    try await Invariants.check(it.database.path)
  }

  @Test("the log's only row is as safe as one of many")
  func onlyRow() throws {
    try it.insert("only")
    let before = try it.contents()
    for verb in ["INSERT OR REPLACE", "INSERT OR IGNORE"] {
      _ = it.refusal("\(verb) INTO work_log (id, at, tenant, event) VALUES (1, 0, 'acme', 'x')")
      #expect(try it.contents() == before)
    }
  }

  @Test("only finished jobs and then their log can be pruned, never the newest")
  func pruning() async throws {
    let ids = try (1...4).map { try #require(try it.insert("\($0)")) }
    try it.insert("dependent", dependsOn: #"["1"]"#)
    for id in ids.dropLast() { try it.claim(id) }
    try it.finish(ids[0])
    try it.bury(ids[1])
    try it.finish(ids[2])
    for id in [ids[1], ids[3]] {
      #expect(it.refusal("DELETE FROM jobs WHERE id = \(id)")?.contains("only finished jobs") == true)
    }
    #expect(it.refusal("DELETE FROM work_log WHERE job_id = \(ids[0])")?.contains("append-only") == true)
    #expect(it.refusal("DELETE FROM jobs WHERE id = \(ids[0])") == nil)
    #expect(it.refusal("DELETE FROM work_log WHERE job_id = \(ids[0])") == nil)
    try await Invariants.check(it.database.path)
    #expect(
      it.refusal(
        "INSERT INTO jobs (id, tenant, kind, idempotency_key, payload) VALUES (\(ids[0]), 'acme', 'free', 'again', '{}')"
      ) != nil, "an id is never given twice")
    let newest = try #require(try it.insert("newest"))
    try it.claim(newest)
    try it.finish(newest)
    #expect(it.refusal("DELETE FROM jobs WHERE id = \(newest)") != nil)
    try await Invariants.check(it.database.path)
  }

  @Test("a tenant can go when nothing of it is unfinished, and its jobs count again when it is back")
  func tenants() async throws {
    let id = try it.insert("a")
    #expect(it.refusal("DELETE FROM tenants WHERE name = 'acme'")?.contains("unfinished") == true)
    try it.claim(id)
    try it.finish(id)
    #expect(it.refusal("DELETE FROM tenants WHERE name = 'acme'") == nil)
    #expect(it.refusal { try it.insert("b") }?.contains("unknown tenant") == true)
    try it.insert("b", tenant: "bolt")
    try it.sql.run("INSERT INTO tenants (name) VALUES ('acme')")
    try await Invariants.check(it.database.path)
    #expect(it.refusal("DELETE FROM jobs WHERE id = \(id ?? 0)") == nil, "and they can still be pruned")
    try await Invariants.check(it.database.path)
  }

  @Test(
    "a tenant's name and settings are checked",
    arguments: ["''", "'-a'", "'a b'", "'é'", "'a/b'", "'_a'", "hex(zeroblob(65))", "NULL"])
  func names(name: String) throws {
    #expect(it.refusal("INSERT INTO tenants (name) VALUES (\(name))") != nil)
    for (column, value) in [("max_running", "0"), ("weight", "0"), ("weight", "10001"), ("mode", "'x'")] {
      #expect(it.refusal("INSERT INTO tenants (name, \(column)) VALUES ('ok', \(value))") != nil)
    }
    #expect(it.refusal("INSERT INTO tenants (name) VALUES ('a.B-c_9')") == nil)
  }

  @Test("settings and pause reach the lane; kinds can go only when unused")
  func steering() async throws {
    try it.sql.run("UPDATE tenants SET max_running = 3, weight = 7, paused_at = 1 WHERE name = 'acme'")
    try await Invariants.check(it.database.path)
    try it.sql.run("INSERT OR REPLACE INTO tenants (name, max_running) VALUES ('acme', 5)")
    try await Invariants.check(it.database.path)
    try it.insert("a")
    #expect(it.refusal("DELETE FROM kinds WHERE name = 'free'")?.contains("unfinished") == true)
    #expect(it.refusal("DELETE FROM kinds WHERE name = 'fixed'") == nil)
  }

  @Test("a worker can be deleted when it has stopped, runs nothing and is not the newest")
  func workers() throws {
    try it.claim(try it.insert("a"))
    try it.sql.run("INSERT INTO workers (name, concurrency, started_at, lease_until) VALUES ('v', 1, 0, 1)")
    #expect(it.refusal("DELETE FROM workers WHERE id = 1") != nil)
    try it.sql.run("UPDATE workers SET stopped_at = 1")
    #expect(it.refusal("UPDATE workers SET stopped_at = NULL") != nil)
    #expect(it.refusal("DELETE FROM workers WHERE id = 1") != nil, "its job would be nobody's")
    try it.finish(1)
    #expect(it.refusal("DELETE FROM workers WHERE id = 1") == nil)
    #expect(it.refusal("DELETE FROM workers WHERE id = 2") != nil)
  }

  @Test("the audit sees what triggers did not: a file that was written behind their back")
  func audit() async throws {
    let gate = try it.insert("gate")
    try it.insert("job", dependsOn: #"["gate"]"#)
    try it.insert("1", kind: "fixed")
    try it.insert("2", kind: "fixed")
    try it.claim(gate)
    try await Invariants.check(it.database.path)
    for (sabotage, expected) in [
      ("UPDATE jobs SET state = 'ready', waits_for = 0 WHERE id = 2", "waits_for counts"),
      ("UPDATE lanes SET ready = ready + 1", "a lane counts"),
      ("UPDATE lanes SET closed = 2", "a lane is closed while"),
      ("UPDATE jobs SET state = 'ready' WHERE id = 4", "a job is blocked exactly while"),
      ("DELETE FROM work_log WHERE job_id = 3", "the log, replayed"),
      ("DELETE FROM jobs WHERE id = 3", "only finished jobs are pruned"),
      ("DELETE FROM workers", "a running job has a worker"),
      ("DELETE FROM lanes", "no job is lost"),
      ("DELETE FROM kinds", "no job is lost"),
      ("UPDATE jobs SET lease_token = 9 WHERE id = 1", "a job's lease token is that"),
      (
        "INSERT INTO work_log (at, job_id, tenant, event, state, detail) VALUES (0, 1, 'acme', 'claimed', 'running', '{\"lease\":1}')",
        "lease tokens only grow"
      ),
      (
        "INSERT INTO work_log (at, job_id, tenant, event, state) VALUES (0, 1, 'acme', 'x', 'dead'), (0, 1, 'acme', 'x', 'succeeded')",
        "the log follows the arrows"
      ),
      (
        "INSERT INTO work_log (at, job_id, tenant, event, state) VALUES (0, 4, 'acme', 'x', 'running')",
        "the jobs of a resource run in order"
      ),
      (
        "INSERT INTO work_log (at, job_id, tenant, event, state) VALUES (0, 4, 'acme', 'x', 'running'), (0, 3, 'acme', 'x', 'running')",
        "one job at a time"
      ),
    ] {
      let copy = it.database.directory.file("copy-\(sabotage.hashValue).db")
      try it.sql.run("VACUUM INTO ?", .text(copy))
      let damaged = try Connection(path: copy, access: .readWrite, busyTimeoutMs: 1_000)
      for name in try damaged.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger'", read: { $0.text(0) })
      {
        try damaged.execute("DROP TRIGGER \(name)")
      }
      try damaged.execute(sabotage)
      let findings = try await SQLiteJobStore(path: copy).audit()
      #expect(findings.contains { $0.invariant.hasPrefix(expected) }, "\(sabotage): \(findings)")
    }
  }
}
