import SQLite
import TestSupport
import Testing
import WorkQueue

@Suite("Schema: the door")
struct SchemaDoorTests {
  let it: SchemaHarness

  init() throws { it = try SchemaHarness() }

  @Test("an INSERT of four columns makes a job that is ready")
  func fourColumns() async throws {
    let id = try #require(try it.insert("a"))
    #expect(try it.state(id) == "ready")
    #expect(try it.sql.integer("SELECT max_attempts FROM jobs WHERE id = ?", .integer(id)) == 20)
    #expect(try it.state(try it.insert("later", runAt: 1 << 50)) == "scheduled")
    try await Invariants.check(it.database.path)
  }

  @Test(
    "what is wrong is refused, in words",
    arguments: [
      ("tenant", "'nobody', 'free', 'k', '{}'", "unknown tenant"),
      ("kind", "'acme', 'nothing', 'k', '{}'", "unknown kind"),
      ("not JSON", "'acme', 'free', 'k', '{'", "must be a JSON object"),
      ("empty", "'acme', 'free', 'k', ''", "must be a JSON object"),
      ("a list", "'acme', 'free', 'k', '[]'", "must be a JSON object"),
      ("a number", "'acme', 'free', 'k', 7", "must be a JSON object"),
      ("two objects", "'acme', 'free', 'k', '{}{}'", "must be a JSON object"),
      ("a NUL behind it", "'acme', 'free', 'k', '{}' || char(0) || '{\"password\":\"x\"}'", "NUL"),
      ("too long", "'acme', 'free', 'k', '{\"a\":\"' || hex(zeroblob(140000)) || '\"}'", "262144"),
      ("a member missing", "'acme', 'ordered', 'k', '{}'", "lacks a member"),
      ("a member null", "'acme', 'ordered', 'k', '{\"at\":null}'", "lacks a member"),
      ("key empty", "'acme', 'free', '', '{}'", "idempotency key has 1 to 255"),
      ("key long", "'acme', 'free', hex(zeroblob(128)), '{}'", "idempotency key has 1 to 255"),
      ("key with NUL", "'acme', 'free', 'a' || char(0), '{}'", "NUL"),
      ("no payload", "'acme', 'free', 'k', NULL", ""),
    ])
  func refused(what: String, values: String, words: String) throws {
    let before = try it.contents()
    for verb in ["INSERT", "INSERT OR ABORT", "INSERT OR FAIL", "INSERT OR REPLACE"] {
      let refusal = it.refusal(
        "\(verb) INTO jobs (tenant, kind, idempotency_key, payload) VALUES (\(values))")
      #expect(refusal?.contains(words) == true, "\(what): \(verb): \(refusal ?? "was let in")")
    }
    // OR IGNORE may turn a broken CHECK into silence, never into a job.
    _ = it.refusal("INSERT OR IGNORE INTO jobs (tenant, kind, idempotency_key, payload) VALUES (\(values))")
    #expect(try it.contents() == before)
  }

  @Test(
    "a secret in plain text is refused wherever it hides",
    arguments: [
      #"{"password":"hunter2"}"#, #"{"PassWord":"hunter2"}"#, #"{"a":[{"b":{"password":"x"}}]}"#,
      #"{"p\u0061ssword":"x"}"#, #"{"\u0070\u0061ssword":{"k":"x"}}"#, #"{"credentialsMap":{"k":"x"}}"#,
      #"{"credentialsMap":{"k":{"deep":["x"]}}}"#, #"{"credentials\u004dap":{"k":"x"}}"#,
      #"{"password":["x"]}"#, #"{"password":[["x"]]}"#, #"{"password":42}"#, #"{"client-secret":{"k":"x"}}"#,
      #"{"password":"{{resolve:env:A}}x"}"#, #"{"password":"x{{resolve:env:A}}"}"#,
      #"{"password":"{{resolve:env:A}} x {{resolve:env:B}}"}"#, #"{"password":""}"#,
      #"{"password":"{{resolve:}}"}"#,
    ])
  func secrets(payload: String) throws {
    let before = try it.contents()
    let refusal = it.refusal { try it.insert("s", payload: payload) }
    #expect(refusal?.contains("secret in plain text") == true, "\(refusal ?? "was let in")")
    #expect(try it.contents() == before)
    #expect(refusal?.contains("hunter2") != true)
  }

  @Test(
    "references, and what only looks like a secret, pass",
    arguments: [
      #"{"password":"{{resolve:secretsmanager:ID:SecretString:KEY}}"}"#,
      #"{"credentialsMap":{"a":"{{resolve:env:A}}","b":"{{resolve:file:/x y}}"}}"#,
      #"{"password":null}"#, #"{"password":true}"#, #"{"note":"the \"password\" is secret"}"#,
      #"{"passwordHint":"x","Gr\u00f6\u00dfe":"x"}"#, #"{"x":"password"}"#,
    ])
  func references(payload: String) throws { #expect(try it.insert("s", payload: payload) != nil) }

  @Test("the same key with the same payload changes nothing, with another one it is refused")
  func idempotency() throws {
    let payload = #"{"flow": "x", "n": 1}"#
    let id = try #require(try it.insert("k", payload: payload))
    let before = try it.contents()
    #expect(try it.insert("k", payload: payload) == nil)
    #expect(try it.insert("k", payload: #"{"flow":"x","n":1}"#) == nil, "white space is no difference")
    for (kind, other) in [
      ("free", #"{"flow":"y","n":1}"#), ("fixed", payload), ("free", #"{"n":1,"flow":"x"}"#),
    ] {
      let refusal = it.refusal { try it.insert("k", kind: kind, payload: other) }
      #expect(refusal?.contains("used the idempotency key before") == true)
    }
    #expect(try it.contents() == before)
    #expect(try it.state(id) == "ready")
    #expect(try it.insert("k", tenant: "bolt") != nil, "another tenant has keys of its own")
  }

  @Test(
    "what the queue sets cannot be inserted",
    arguments: [
      "id = 77", "id = -1", "id = 9223372036854775807", "id = 0", "state = 'succeeded'", "state = 'running'",
      "state = 'blocked'", "attempt = 1", "edition = 2", "waits_for = 1", "rescues = 1", "lease_token = 9",
      "checkpoint = '{}'", "result = '{}'", "reason = 'x'", "last_error = 'x'", "worker_id = 1",
      "finished_at = 1",
    ])
  func ownColumns(assignment: String) async throws {
    let parts = assignment.split(separator: " = ")
    for prior in [false, true] {
      if prior { try it.insert("first") }
      let before = try it.contents()
      for verb in ["INSERT", "INSERT OR REPLACE"] {
        let refusal = it.refusal(
          "\(verb) INTO jobs (tenant, kind, idempotency_key, payload, \(parts[0])) VALUES ('acme', 'free', 'k', '{}', \(parts[1]))"
        )
        #expect(refusal != nil, "\(verb) \(assignment)")
      }
      #expect(try it.contents() == before)
    }
    #expect(try it.insert("second") != nil)
  }

  @Test("a kind's resource comes from its payload, and only a free kind may choose one")
  func resource() throws {
    func resource(_ id: Int64?) throws -> String? {
      try it.sql.first("SELECT resource FROM jobs WHERE id = ?", .optional(id)) { $0.text(0) }
    }
    #expect(try resource(it.insert("a", kind: "ordered", payload: #"{"at":"x/y"}"#)) == "at/x/y")
    #expect(try resource(it.insert("b", kind: "fixed")) == "role")
    let mine = "INSERT INTO jobs (tenant, kind, idempotency_key, payload, resource) VALUES ('acme', "
    #expect(it.refusal(mine + "'fixed', 'c', '{}', 'other')")?.contains("leave jobs.resource out") == true)
    #expect(it.refusal(mine + "'free', 'd', '{}', 'mine')") == nil)
    #expect(try resource(it.sql.lastInsertedRowId) == "mine")
  }

  @Test("a statement of several rows stands or falls as one")
  func several() throws {
    let before = try it.contents()
    let refusal = it.refusal(
      "INSERT INTO jobs (tenant, kind, idempotency_key, payload) VALUES ('acme', 'free', 'a', '{}'), ('acme', 'free', 'b', '[]')"
    )
    #expect(refusal != nil)
    #expect(try it.contents() == before)
  }
}
