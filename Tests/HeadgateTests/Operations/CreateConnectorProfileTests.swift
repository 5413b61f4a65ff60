import AWSClient
import AWSSandbox
import Testing
import TimeAndChance
import WorkQueue

@Suite("create-connector-profile")
struct CreateConnectorProfileTests {
  private let name = "acme-salesforce"

  private func tokens(_ world: World) -> [String] {
    world.sandbox.snapshot().journal.filter { $0.service == "appflow" }.compactMap(\.clientToken)
  }

  /// Whatever happened, no secret is on disk.
  private func expectNoSecret(_ world: World) throws {
    #expect(try world.database.find(world.secrets()) == [])
  }

  @Test("creates the profile with the secrets that the payload refers to, reading each secret once")
  func plain() throws {
    let world = try World()
    let job = try world.run("create-connector-profile", Scenario.profile)
    #expect(job.state == .succeeded, "\(job.lastError ?? "")")
    #expect(
      try world.calls(of: job) == [
        "secretsmanager:GetSecretValue", "sts:AssumeRole", "appflow:CreateConnectorProfile",
      ])
    #expect(world.effects() == ["CreateConnectorProfile acme-salesforce"])
    try expectNoSecret(world)
  }

  @Test("Of one that is there and looks the same it says so, and touches nothing")
  func same() throws {
    let world = try World(try Scenario.ready.get())
    let job = try world.run("create-connector-profile", Scenario.profile)
    #expect(job.state == .succeeded && job.result?.contains(#""adopted":true"#) == true)
    #expect(world.effects() == [])
  }

  @Test("Another one of its name: fail touches nothing, adopt takes it, update makes it what was wanted")
  func conflict() throws {
    var state = try Scenario.ready.get()
    let other = "https://login.salesforce.com"
    state.salesforce[other] = state.salesforce[Scenario.org]
    for (policy, expected) in [
      ("fail", []), ("adopt", []), ("update", ["UpdateConnectorProfile acme-salesforce"]),
    ] {
      let world = try World(state)
      let job = try world.run(
        "create-connector-profile", Scenario.profile(["onConflict": .string(policy)], url: other))
      #expect(job.state == (policy == "fail" ? .dead : .succeeded), "\(policy): \(job.lastError ?? "")")
      if policy == "fail" {
        #expect(job.reason == "conflict" && job.lastError?.contains("instanceUrl") == true)
      }
      #expect(world.effects() == expected, "\(policy)")
      try expectNoSecret(world)
    }
  }

  @Test("Other secrets in a later attempt are another request, with a client token of its own")
  func rotated() throws {
    var state = Scenario.state
    // What the first attempt sent was refused before anything was made of it.
    state.faults = [Fault(.throttle, name: "one", operation: "CreateConnectorProfile", times: 1)]
    let world = try World(state)
    let id = try world.enqueue("create-connector-profile", Scenario.profile.text())
    let worker = world.worker(world.main) { event in
      if case .settled = event { world.sandbox.update { $0.setTokens("second") } }
    }
    _ = try world.simulation.run { try await worker.run() }
    #expect(try world.job(id).state == .succeeded)
    #expect(tokens(world).count == 1 && tokens(world).allSatisfy { $0.hasSuffix("-2") }, "\(tokens(world))")
    try expectNoSecret(world)
  }

  @Test("A profile that an earlier attempt made with older secrets is updated with the new ones, once")
  func rotatedAfterLostAnswer() throws {
    var state = Scenario.state
    state.faults = [
      Fault(.truncated, name: "create", operation: "CreateConnectorProfile", times: 1),
      // So is the answer to the update, in two attempts.
      Fault(.truncated, name: "update", operation: "UpdateConnectorProfile", times: 2),
    ]
    let world = try World(state)
    let id = try world.enqueue("create-connector-profile", Scenario.profile.text())
    let worker = world.worker(world.main) { event in
      if case .settled = event { world.sandbox.update { $0.setTokens("second") } }
    }
    _ = try world.simulation.run { try await worker.run() }
    let job = try world.job(id)
    #expect(job.state == .succeeded && job.attempt == 4, "\(job.lastError ?? "")")
    #expect(
      world.effects() == [
        "CreateConnectorProfile acme-salesforce", "UpdateConnectorProfile acme-salesforce",
      ])
    try expectNoSecret(world)
  }

  @Test("Credentials that Salesforce refuses are the tenant's to mend; AppFlow's words hold no secret")
  func refused() throws {
    var state = Scenario.state
    state.salesforce[Scenario.org]?.refreshTokens = []
    let world = try World(state)
    let job = try world.run("create-connector-profile", Scenario.profile)
    #expect(job.state == .dead && job.reason == "connector-credentials" && job.attempt == 1)
    try expectNoSecret(world)

    world.sandbox.update { $0.salesforce[Scenario.org]?.refreshTokens = ["refresh-token-first"] }
    try world.replay([job.id])
    #expect(try world.job(job.id).state == .succeeded)
  }

  @Test("A secret that is missing, lacks the member, is no JSON or may not be read goes to the dead letters")
  func secretTrouble() throws {
    let changes: [(String, @Sendable (inout SandboxState) -> Void)] = [
      ("secret-missing", { $0.secrets[Scenario.secretARN] = nil }),
      (
        "secret-missing",
        {
          $0.secrets[Scenario.secretARN] = .init(
            value: #"{"accessToken":"access-token-first"}"#, versionId: "v", createdAtMs: 0)
        }
      ),
      (
        "secret-unusable",
        { $0.secrets[Scenario.secretARN] = .init(value: "plain", versionId: "v", createdAtMs: 0) }
      ),
      ("secret-denied", { $0.accessKeys["AKIDISV"]?.permissions.deny = ["secretsmanager:*"] }),
    ]
    for (reason, change) in changes {
      var state = Scenario.state
      change(&state)
      let world = try World(state)
      let job = try world.run("create-connector-profile", Scenario.profile)
      #expect(job.state == .dead && job.reason == reason, "\(reason): \(job.reason ?? "")")
      #expect(world.effects() == [])
      try expectNoSecret(world)
    }
  }
}
