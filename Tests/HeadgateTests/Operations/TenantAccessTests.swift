import AWSClient
import AWSSandbox
import Headgate
import Testing
import TimeAndChance
import WorkQueue

@Suite("assume-role, and whose credentials a job runs with")
struct TenantAccessTests {
  @Test("tells whose identity the role gives")
  func plain() throws {
    let job = try World().run("assume-role", [:])
    let result = try JSONValue(parsing: try #require(job.result))
    #expect(result["account"] == .string(Scenario.account))
    #expect(result["arn"] == "arn:aws:sts::111111111111:assumed-role/headgate/headgate-acme")
  }

  @Test("A role that does not let us in goes to the dead letters, and after mending a replay succeeds")
  func denied() throws {
    var state = Scenario.state
    state.roles[Scenario.role]?.externalId = "another"
    let world = try World(state)
    let job = try world.run("assume-role", [:])
    #expect(job.state == .dead && job.reason == "assume-role-denied" && job.attempt == 1)
    let other = try world.run("put-bucket-policy", Scenario.grant.payload)
    #expect(other.state == .dead && other.reason == "assume-role-denied")
    world.sandbox.update { $0.roles[Scenario.role]?.externalId = "hg-acme" }
    try world.replay([job.id, other.id])
    #expect(try world.jobs().allSatisfy { $0.state == .succeeded })
  }

  @Test("A role that anybody may assume by way of us is found out")
  func openDoor() throws {
    var state = Scenario.state
    state.roles[Scenario.role]?.externalId = nil
    let world = try World(state)
    let job = try world.run("assume-role", ["verifyExternalId": true])
    #expect(job.state == .dead && job.reason == "external-id" && job.attempt == 1)
    #expect(try World(state).run("assume-role", [:]).state == .succeeded, "unless nobody asked")
    #expect(try World().run("assume-role", ["verifyExternalId": true]).state == .succeeded)
  }

  @Test("A tenant's row that lacks what a job needs is named, and mended by the row")
  func misconfigured() throws {
    let rows: [(Tenant, String, JSONValue)] = [
      (Tenant(name: "acme", region: Scenario.region), "start-flow", ["flowName": "accounts"]),
      (
        Tenant(name: "acme", roleARN: Scenario.role, externalId: "hg-acme"), "start-flow",
        ["flowName": "accounts"]
      ),
      (Tenant(name: "acme", region: Scenario.region, mode: .isv), "assume-role", [:]),
    ]
    for (tenant, kind, payload) in rows {
      let world = try World(try Scenario.withFlow.get(), tenants: [tenant])
      let job = try world.run(kind, payload)
      #expect(job.state == .dead && job.reason == "tenant-misconfigured", "\(job.reason ?? "")")
      #expect(world.sandbox.snapshot().callCounts.isEmpty)
      let queue = world.main.queue
      _ = try world.simulation.run { try await queue.save(Scenario.acme) }
      try world.replay([job.id])
      #expect(try world.job(job.id).state == .succeeded)
    }
  }

  @Test("In mode isv everything happens in the ISV's own account")
  func isv() throws {
    var state = Scenario.state
    state.buckets["isv-landing"] = .init(account: "999999999999", region: Scenario.region)
    let world = try World(state, tenants: [Tenant(name: "acme", region: Scenario.region, mode: .isv)])
    #expect(try world.run("put-bucket-policy", ["Bucket": "isv-landing"]).state == .succeeded)
    #expect(try world.run("create-connector-profile", isvProfile()).state == .succeeded)
    let flow = try JSONValue(
      parsing: Scenario.flow().text().replacing("acme-landing", with: "isv-landing"))
    #expect(try world.run("create-flow", flow).state == .succeeded)
    #expect(try world.run("start-flow", ["flowName": "accounts"]).state == .succeeded)
    let snapshot = world.sandbox.snapshot()
    #expect(
      snapshot[account: "999999999999", region: Scenario.region].flows["accounts"]?.executions.count == 1)
    #expect(snapshot.sessions.isEmpty)
  }

  private func isvProfile() throws -> JSONValue {
    try JSONValue(
      parsing: Scenario.profile.text().replacing(
        #","clientCredentialsArn":"\#(Scenario.clientARN)""#, with: ""
      )
      .replacing(#""clientCredentialsArn":"\#(Scenario.clientARN)","#, with: ""))
  }

  @Test("A role session that expires is renewed, once for all jobs that wait for it")
  func renewed() throws {
    let world = try World(try Scenario.withFlow.get(), latency: .init(ms: 20))
    for _ in 0..<5 {
      _ = try world.enqueue("create-flow", Scenario.flow("flow-\(world.random.next())").text())
    }
    try world.drain()
    #expect(world.sandbox.snapshot().callCounts["sts:AssumeRole"] == 1)
    world.simulation.time.skip(ms: 3_600_000)
    #expect(try world.run("start-flow", ["flowName": "accounts"]).state == .succeeded)
    #expect(world.sandbox.snapshot().callCounts["sts:AssumeRole"] == 2)
  }

  @Test("Every reason that an error can give a job has a word of advice")
  func advice() {
    var reasons = Set(ErrorTable.rules.map(\.classification.reason))
    reasons.formUnion([
      "connection-failed", "connection-lost", "timed-out", "invalid-answer", "cancelled", "overloaded",
      "invalid-request", "endpoint", "tenant-misconfigured", "invalid-payload", "internal-error",
      "attempt-timed-out", "worker-lost", "unknown-kind", "external-id", "wrong-account", "wrong-region",
      "bucket-policy", "secret-missing", "secret-denied", "secret-unusable", "secret-unavailable",
      "aws-credentials", "conflict", "not-found",
    ])
    for reason in reasons.sorted() { #expect(Advice.forReason(reason) != nil, "\(reason)") }
  }
}
