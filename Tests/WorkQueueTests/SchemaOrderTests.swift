import SQLite
import TestSupport
import Testing
import WorkQueue

@Suite("Schema: order and dependencies")
struct SchemaOrderTests {
  let it: SchemaHarness

  init() throws { it = try SchemaHarness() }

  private func run(_ id: Int64?) throws {
    try it.claim(id)
    try it.finish(id)
  }

  @Test("jobs at one resource wait for those before them; other tenants and resources do not")
  func resource() async throws {
    let first = try it.insert("1", kind: "ordered", payload: #"{"at":"x"}"#)
    let second = try it.insert("2", kind: "ordered", payload: #"{"at":"x"}"#)
    let third = try it.insert("3", kind: "ordered", payload: #"{"at":"x"}"#)
    #expect(try it.state(try it.insert("4", kind: "ordered", payload: #"{"at":"y"}"#)) == "ready")
    #expect(
      try it.state(try it.insert("1", kind: "ordered", tenant: "bolt", payload: #"{"at":"x"}"#)) == "ready")
    #expect(try [first, second, third].map(it.state) == ["ready", "blocked", "blocked"])
    try run(first)
    #expect(try [second, third].map(it.state) == ["ready", "blocked"])
    try it.claim(second)
    try it.bury(second)
    #expect(try it.state(third) == "blocked", "a dead job holds up what waits for it")
    try it.finish(second, "cancelled")
    #expect(try it.state(third) == "ready", "a discarded one does not")
    try run(third)
    #expect(try it.state(try it.insert("5", kind: "ordered", payload: #"{"at":"x"}"#)) == "ready")
    try await Invariants.check(it.database.path)
  }

  @Test("a cancelled job in the middle lets nobody overtake")
  func cancelInTheMiddle() async throws {
    let ids = try (1...3).map { try it.insert("\($0)", kind: "fixed") }
    try it.finish(ids[1], "cancelled")
    #expect(try ids.map(it.state) == ["ready", "cancelled", "blocked"])
    try run(ids[0])
    #expect(try it.state(ids[2]) == "ready")
    try await Invariants.check(it.database.path)
  }

  @Test("dependencies by id and by key are waited for until each is finished")
  func dependencies() async throws {
    let first = try #require(try it.insert("a"))
    let second = try #require(try it.insert("b"))
    let last = try it.insert("c", dependsOn: "[\(first), \"b\", \"b\"]")
    #expect(try it.state(last) == "blocked")
    #expect(try it.sql.integer("SELECT waits_for FROM jobs WHERE id = ?", .optional(last)) == 2)
    try run(first)
    #expect(try it.state(last) == "blocked")
    try it.finish(second, "cancelled")
    #expect(try it.state(last) == "ready")
    let after = try it.insert("d", dependsOn: "[\(first)]")
    #expect(try it.state(after) == "ready", "what is finished is not waited for")
    let scheduled = try it.insert("e", dependsOn: "[\"d\"]", runAt: 1 << 50)
    try run(after)
    #expect(try it.state(scheduled) == "scheduled")
    try await Invariants.check(it.database.path)
  }

  @Test("a job with both waits for both, in either order of events", arguments: [true, false])
  func both(dependencyFirst: Bool) async throws {
    let gate = try it.insert("gate")
    let head = try it.insert("head", kind: "fixed")
    let job = try it.insert("job", kind: "fixed", dependsOn: #"["gate"]"#)
    let tail = try it.insert("tail", kind: "fixed")
    let other = try it.insert("other", tenant: "bolt", dependsOn: "[\(try #require(gate))]")
    for id in dependencyFirst ? [gate, head] : [head, gate] {
      #expect(try it.state(job) == "blocked")
      try run(id)
    }
    #expect(try [job, tail, other].map(it.state) == ["ready", "blocked", "ready"])
    try await Invariants.check(it.database.path)
  }

  @Test(
    "a dependency that is not there, not earlier, or no list is refused",
    arguments: [
      "[99]", #"["nobody"]"#, #"["self"]"#, "[2]", "[null]", "[1.5]", "[true]", "[[1]]", "{}", "7", "x",
      "[1,",
      #"["theirs"]"#,
    ])
  func refused(dependsOn: String) throws {
    try it.insert("theirs", tenant: "bolt")
    let before = try it.contents()
    for verb in ["INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE"] {
      let refusal = it.refusal(
        "\(verb) INTO jobs (tenant, kind, idempotency_key, payload, depends_on) VALUES ('acme', 'free', 'self', '{}', '\(dependsOn)')"
      )
      #expect(refusal?.contains("depends_on") == true, "\(verb): \(refusal ?? "was let in")")
    }
    #expect(try it.contents() == before)
  }

  @Test("a dependency can be added until the job starts, and never makes a circle")
  func added() async throws {
    let ids = try (1...3).map { try #require(try it.insert("\($0)")) }
    func add(_ job: Int64, _ on: Int64) -> String? {
      it.refusal("INSERT INTO job_dependencies (job_id, depends_on) VALUES (\(job), \(on))")
    }
    #expect(add(ids[1], ids[0]) == nil)
    #expect(add(ids[1], ids[0]) == nil, "twice is once")
    #expect(try it.sql.integer("SELECT waits_for FROM jobs WHERE id = ?", .integer(ids[1])) == 1)
    #expect(add(ids[0], ids[1]) != nil)
    #expect(add(ids[0], ids[0]) != nil)
    #expect(add(ids[2], 99) != nil)
    try it.claim(ids[2])
    #expect(add(ids[2], ids[0]) != nil)
    let before = try it.contents()
    for statement in [
      "UPDATE job_dependencies SET depends_on = 3", "UPDATE OR REPLACE job_dependencies SET job_id = 3",
      "DELETE FROM job_dependencies", "INSERT OR REPLACE INTO job_dependencies VALUES (1, 2)",
      "INSERT OR IGNORE INTO job_dependencies VALUES (1, 2)",
    ] {
      _ = it.refusal(statement)
      #expect(try it.contents() == before, "\(statement)")
    }
    try run(ids[0])
    #expect(try it.state(ids[1]) == "ready")
    try await Invariants.check(it.database.path)
  }

  @Test("nobody can block a job without cause, or free one from a cause")
  func causes() throws {
    let head = try it.insert("head", kind: "fixed")
    let job = try it.insert("job", kind: "fixed")
    let before = try it.contents()
    for (id, state) in [(head, "blocked"), (job, "ready"), (job, "scheduled")] {
      let refusal = it.refusal("UPDATE jobs SET state = '\(state)' WHERE id = \(id ?? 0)")
      #expect(refusal?.contains("blocked as long as") == true)
    }
    #expect(try it.contents() == before)
  }

  @Test("releases work the same with recursive triggers on, and with foreign keys on")
  func pragmas() async throws {
    try it.sql.execute("PRAGMA recursive_triggers = ON; PRAGMA foreign_keys = ON")
    let ids = try (1...4).map { try it.insert("\($0)", kind: "fixed") }
    let last = try it.insert("last", dependsOn: #"["1", "4"]"#)
    for id in ids { try run(id) }
    #expect(try it.state(last) == "ready")
    _ = it.refusal("INSERT OR REPLACE INTO tenants (name) VALUES ('acme')")
    try await Invariants.check(it.database.path)
  }
}
