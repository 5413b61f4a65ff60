import AWSClient
import AWSSandbox
import Testing
import TimeAndChance
import WorkQueue

@Suite("put-bucket-policy")
struct PutBucketPolicyTests {
  private static let others = #"""
    {"Version":"2012-10-17","Id":"theirs","Statement":[{"Sid":"TheirBackup","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:role/backup"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::acme-landing/*"}]}
    """#

  private func policy(_ world: World, _ bucket: String = Scenario.bucket) throws -> JSONValue {
    try JSONValue(parsing: try #require(world.sandbox.snapshot().buckets[bucket]?.policy))
  }

  @Test("adds AppFlow's statement for the tenant's own flows, and writes nothing the second time")
  func plain() throws {
    let world = try World()
    let first = try world.run("put-bucket-policy", Scenario.grant.payload)
    #expect(first.result == #"{"changed":true}"#)
    let statement = try policy(world)["Statement"]?.array?.first
    #expect(statement?["Condition"]?["StringEquals"]?["aws:SourceAccount"] == .string(Scenario.account))
    let second = try world.run("put-bucket-policy", Scenario.grant.payload)
    #expect(second.result == #"{"changed":false}"#)
    #expect(world.effects() == ["PutBucketPolicy acme-landing"])
  }

  @Test("keeps what others have put there")
  func keepsOthers() throws {
    var state = Scenario.state
    state.buckets[Scenario.bucket]?.policy = Self.others
    let world = try World(state)
    #expect(try world.run("put-bucket-policy", Scenario.grant.payload).state == .succeeded)
    let policy = try policy(world)
    #expect(policy["Id"] == "theirs")
    #expect(policy["Statement"]?.array?.first?["Sid"] == "TheirBackup")
    #expect(policy["Statement"]?.array?.count == 2)
  }

  @Test("A change that somebody made while the answer was lost is kept")
  func changedMeanwhile() throws {
    var state = Scenario.state
    state.faults = [Fault(.reset, name: "one", operation: "PutBucketPolicy", times: 1)]
    let world = try World(state, latency: .init(ms: 40))
    let id = try world.enqueue("put-bucket-policy", Scenario.grant.payload.text())
    let worker = world.worker(world.main)
    let simulation = world.simulation
    _ = try simulation.run {
      async let summary = worker.run()
      while world.sandbox.snapshot().faults.first?.used != 1 { try await simulation.time.sleep(ms: 1) }
      world.sandbox.update { $0.buckets[Scenario.bucket]?.policy = Self.others }
      return try await summary
    }
    #expect(try world.job(id).state == .succeeded)
    #expect(try policy(world)["Statement"]?.array?.count == 2)
  }

  @Test(
    "A bucket in another Region, of another owner, that is not there, or whose policy is full is left alone")
  func refused() throws {
    let long = (0..<200).map { number in
      #"{"Sid":"S\#(number)","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::acme-landing/\#(number)"}"#
    }
    let policy = #"{"Version":"2012-10-17","Statement":[\#(long.joined(separator: ","))]}"#
    let cases: [(String, JSONValue, @Sendable (inout SandboxState) -> Void)] = [
      ("wrong-region", Scenario.grant.payload, { $0.buckets[Scenario.bucket]?.region = "eu-central-1" }),
      ("access-denied", Scenario.grant.payload, { $0.buckets[Scenario.bucket]?.account = "222222222222" }),
      (
        "access-denied", ["Bucket": .string(Scenario.bucket), "ExpectedBucketOwner": "222222222222"], { _ in }
      ),
      ("not-found", ["Bucket": "no-such-bucket"], { _ in }),
      ("access-denied", Scenario.grant.payload, { $0.roles[Scenario.role]?.permissions.deny = ["s3:*"] }),
      ("bucket-policy", Scenario.grant.payload, { $0.buckets[Scenario.bucket]?.policy = policy }),
    ]
    for (reason, payload, change) in cases {
      var state = Scenario.state
      change(&state)
      let world = try World(state)
      let job = try world.run("put-bucket-policy", payload)
      #expect(
        job.state == .dead && job.reason == reason && job.attempt == 1, "\(reason): \(job.reason ?? "")")
      #expect(world.effects() == [], "\(reason)")
    }
  }

  @Test("Tenants that share a bucket do not undo each other's statements")
  func shared() throws {
    let names = (1...8).map { "tenant-\($0)" }
    let tenants = names.map { Tenant(name: $0, region: Scenario.region, mode: .isv) }
    var state = Scenario.state
    state.buckets["shared"] = .init(account: "999999999999", region: Scenario.region)
    for seed in 1...5 {
      let world = try World(
        state, seed: UInt64(seed), latency: .init(ms: 5, jitterMs: 40), tenants: tenants)
      for name in names {
        // Each wants a statement of its own besides AppFlow's.
        let own =
          #"{"Version":"2012-10-17","Statement":[{"Sid":"\#(name.replacing("-", with: ""))","Effect":"Allow","Principal":{"AWS":"999999999999"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::shared/\#(name)/*"}]}"#
        _ = try world.enqueue(
          "put-bucket-policy", JSONValue.object(["Bucket": "shared", "Policy": .string(own)]).text(),
          tenant: name)
      }
      try world.drain()
      #expect(try world.jobs().allSatisfy { $0.state == .succeeded })
      #expect(try policy(world, "shared")["Statement"]?.array?.count == 9, "seed \(seed)")
    }
  }
}
