import AWSClient
import AWSSandbox
import Testing

@Suite("AppFlow client tokens")
struct ClientTokenTests {
  let harness = Harness()

  private func effects(_ operation: String) -> Int {
    harness.sandbox.snapshot().journal.count { $0.operation == operation }
  }

  @Test("the same token with the same parameters gives the same answer and no second effect")
  func repeats() async throws {
    try await harness.prepare()
    let first = try await harness.appflow("CreateFlow", Payloads.flow(token: "t1"))
    let second = try await harness.appflow("CreateFlow", Payloads.flow(token: "t1"))
    #expect(first.status == 200)
    #expect(second.status == 200)
    #expect(second.json == first.json)
    #expect(effects("CreateFlow") == 1)
    #expect(harness.sandbox.snapshot().journal.last?.clientToken == "t1")
    let start: JSONValue = ["flowName": "accounts", "clientToken": "s1"]
    let run = try await harness.appflow("StartFlow", start)
    #expect(try await harness.appflow("StartFlow", start).json == run.json)
    #expect(effects("StartFlow") == 1)
  }

  @Test("the same token with other parameters is refused")
  func mismatch() async throws {
    try await harness.prepare()
    #expect(try await harness.appflow("CreateFlow", Payloads.flow(token: "t1")).status == 200)
    let other = try await harness.appflow("CreateFlow", Payloads.flow(token: "t1", description: "other"))
    #expect(other.status == 409)
    #expect(other.message.contains("different parameters"))
    let another = try await harness.appflow("CreateFlow", Payloads.flow(name: "another", token: "t1"))
    #expect(another.status == 409)
    #expect(effects("CreateFlow") == 1)
  }

  @Test("another token meets what is there")
  func otherToken() async throws {
    try await harness.prepare()
    #expect(try await harness.appflow("CreateFlow", Payloads.flow(token: "t1")).status == 200)
    #expect(try await harness.appflow("CreateFlow", Payloads.flow(token: "t2")).code == "ConflictException")
  }

  @Test("a token is forgotten after eight hours")
  func expires() async throws {
    try await harness.prepare()
    #expect(try await harness.appflow("CreateFlow", Payloads.flow(token: "t1")).status == 200)
    harness.time.advance(ms: 8 * 3_600_000 - 1)
    #expect(try await harness.appflow("CreateFlow", Payloads.flow(token: "t1")).status == 200)
    harness.time.advance(ms: 1)
    #expect(try await harness.appflow("CreateFlow", Payloads.flow(token: "t1")).code == "ConflictException")
  }

  @Test("a call that failed is not remembered")
  func failures() async throws {
    let bad = Payloads.profile(refreshToken: "revoked", token: "p1")
    #expect(try await harness.appflow("CreateConnectorProfile", bad).status == 401)
    let good = Payloads.profile(token: "p1")
    #expect(try await harness.appflow("CreateConnectorProfile", good).status == 200)
  }

  @Test("a token of one account, Region or operation is nobody else's")
  func scoped() async throws {
    try await harness.prepare()
    #expect(try await harness.appflow("CreateFlow", Payloads.flow(token: "t1")).status == 200)
    let start: JSONValue = ["flowName": "accounts", "clientToken": "t1"]
    #expect(try await harness.appflow("StartFlow", start).status == 200)
    #expect(
      try await harness.appflow("CreateFlow", Payloads.flow(token: "t1"), as: Harness.isv).status == 404)
  }
}
