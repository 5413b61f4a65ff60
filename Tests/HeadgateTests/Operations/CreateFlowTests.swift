import AWSClient
import AWSSandbox
import Testing
import TimeAndChance
import WorkQueue

@Suite("create-flow")
struct CreateFlowTests {
  private func result(_ job: Job) throws -> JSONValue {
    try JSONValue(parsing: try #require(job.result, "\(job.reason ?? "") \(job.lastError ?? "")"))
  }

  @Test("creates the flow with every member of the payload, and tells its ARN")
  func plain() throws {
    let world = try World(try Scenario.ready.get())
    let job = try world.run("create-flow", Scenario.flow())
    #expect(
      try result(job) == [
        "flowName": "accounts", "flowArn": "arn:aws:appflow:us-east-1:111111111111:flow/accounts",
        "flowStatus": "Active",
      ])
    let flow = try #require(world.sandbox.snapshot().acme.flows["accounts"])
    #expect(flow.tags == ["headgate:tenant": "acme"])
    #expect(flow.definition["tasks"] == Scenario.flow()["tasks"])
    #expect(try world.calls(of: job) == ["sts:AssumeRole", "appflow:CreateFlow"])
  }

  @Test(
    "Of one that is there and is the same it says so, and touches nothing", arguments: ["fail", "update"])
  func same(_ policy: String) throws {
    let world = try World(try Scenario.withFlow.get())
    let job = try world.run(
      "create-flow", Scenario.flow("accounts", ["onConflict": .string(policy)]))
    #expect(try result(job)["adopted"] == true)
    #expect(world.effects() == [])
  }

  @Test("Another one of its name is left alone, and the difference told")
  func fail() throws {
    let world = try World(try Scenario.withFlow.get())
    let job = try world.run("create-flow", Scenario.flow("accounts", ["description": "other"]))
    #expect(job.state == .dead && job.reason == "conflict" && job.attempt == 1)
    #expect(job.lastError?.contains(#"description: wanted "other", found nothing"#) == true)
    #expect(world.effects() == [])
  }

  @Test("With onConflict adopt another one of its name is taken as it is")
  func adopt() throws {
    let world = try World(try Scenario.withFlow.get())
    let job = try world.run(
      "create-flow", Scenario.flow("accounts", ["description": "other", "onConflict": "adopt"]))
    #expect(try result(job)["adopted"] == true)
    #expect(world.effects() == [])
  }

  @Test("With onConflict update another one of its name is made what was wanted")
  func update() throws {
    let world = try World(try Scenario.withFlow.get())
    let job = try world.run(
      "create-flow", Scenario.flow("accounts", ["description": "other", "onConflict": "update"]))
    #expect(job.state == .succeeded)
    #expect(world.effects() == ["UpdateFlow accounts"])
    #expect(world.sandbox.snapshot().acme.flows["accounts"]?.definition["description"] == "other")
  }

  @Test("An update takes an old description away, whatever white space ends the payload")
  func updateWithoutDescription() throws {
    let state = try Scenario.state(
      after: [
        Scenario.grant, Scenario.connect,
        ("create-flow", Scenario.flow("accounts", ["description": "old"])),
      ])
    let world = try World(state)
    let payload = Scenario.flow("accounts", ["onConflict": "update"]).text() + " \n"
    let id = try world.enqueue("create-flow", payload)
    try world.drain()
    let job = try world.job(id)
    #expect(job.state == .succeeded, "\(job.lastError ?? "")")
    let description = world.sandbox.snapshot().acme.flows["accounts"]?.definition["description"]
    #expect(description == nil || description == "")
  }

  @Test("A flow that runs is updated when its run is over")
  func updateAfterRun() throws {
    let world = try World(try Scenario.withRun.get())
    let id = try world.enqueue(
      "create-flow",
      Scenario.flow("accounts", ["description": "other", "onConflict": "update"]).text())
    // It ends soon after the first attempt.
    world.sandbox.update { state in
      state.acme.flows["accounts"]?.executions[0].endsAtMs = world.simulation.time.nowMs() + 3_000
    }
    try world.drain()
    let job = try world.job(id)
    #expect(job.state == .succeeded && job.attempt == 2, "\(job.lastError ?? "")")
    #expect(world.effects() == ["UpdateFlow accounts"])
  }

  @Test("A bucket policy that AppFlow does not see yet is waited for")
  func policyLag() throws {
    let state = try Scenario.state(after: [Scenario.connect]) { $0.settings.bucketPolicyLagMs = 20_000 }
    let world = try World(state)
    let policy = try world.enqueue(Scenario.grant.kind, Scenario.grant.payload.text())
    let job = try world.run("create-flow", Scenario.flow(), after: [policy])
    #expect(job.state == .succeeded && job.attempt > 1, "\(job.lastError ?? "")")
    #expect(world.effects() == ["PutBucketPolicy acme-landing", "CreateFlow accounts"])
    let retries = try world.log(LogFilter(jobId: job.id)).filter { $0.event == "retry" }
    #expect(retries.allSatisfy { $0.detail?.contains(#""reason":"invalid-request""#) == true })
  }

  @Test(
    "A policy that another job of the tenant has put a moment ago is waited for, two minutes later no more")
  func policyLagWithoutDependency() throws {
    let state = try Scenario.state(after: [Scenario.connect]) { $0.settings.bucketPolicyLagMs = 200_000 }
    let world = try World(state)
    #expect(try world.run(Scenario.grant.kind, Scenario.grant.payload).state == .succeeded)
    let soon = try world.run("create-flow", Scenario.flow())
    #expect(soon.state == .dead && soon.reason == "invalid-request" && soon.attempt > 1)
    world.simulation.time.skip(ms: 130_000)
    world.sandbox.update { $0.settings.bucketPolicyLagMs = 3_600_000 }
    let late = try world.run("create-flow", Scenario.flow("late"))
    #expect(late.state == .dead && late.attempt == 1, "\(late.lastError ?? "")")
  }

  @Test("Throttled attempts do not use up the attempts that a conflict has")
  func reasonsCountByThemselves() throws {
    var state = try Scenario.withRun.get()
    state.faults = [Fault(.throttle, name: "busy", operation: "CreateFlow", times: 7)]
    let world = try World(state)
    let id = try world.enqueue(
      "create-flow", Scenario.flow("accounts", ["description": "other", "onConflict": "update"]).text())
    world.sandbox.update { $0.acme.flows["accounts"]?.executions[0].endsAtMs = .max }
    let worker = world.worker(world.main) { event in
      guard case .settled(let job, _, "conflict") = event, job.failures["conflict", default: 0] == 3 else {
        return
      }
      world.sandbox.update {
        $0.acme.flows["accounts"]?.executions[0].endsAtMs = world.simulation.time.nowMs()
      }
    }
    _ = try world.simulation.run { try await worker.run() }
    let job = try world.job(id)
    #expect(job.state == .succeeded && job.attempt > 10, "\(job.attempt) \(job.lastError ?? "")")
  }

  @Test("A bucket policy that nobody has put is not waited for")
  func noPolicy() throws {
    let world = try World(try Scenario.state(after: [Scenario.connect]))
    let job = try world.run("create-flow", Scenario.flow())
    #expect(
      job.state == .dead && job.reason == "invalid-request" && job.attempt == 1,
      "\(job.state) \(job.attempt) \(job.lastError ?? "")")
  }

  @Test("A connector profile that is missing, and a used up quota, go to the dead letters at once")
  func deadAtOnce() throws {
    let missing = try World(try Scenario.state(after: [Scenario.grant]))
    let first = try missing.run("create-flow", Scenario.flow())
    #expect(first.state == .dead && first.reason == "not-found" && first.attempt == 1)

    var state = try Scenario.ready.get()
    state.settings.maxFlows = 0
    let second = try World(state).run("create-flow", Scenario.flow())
    #expect(second.state == .dead && second.reason == "quota" && second.attempt == 1)
  }

  @Test("Long after its client token was forgotten a replay adopts what an earlier attempt made")
  func forgottenToken() throws {
    var state = try Scenario.ready.get()
    // The flow is made, nobody learns of it, and then the role is closed.
    state.faults = [
      Fault(.lostAnswer, name: "lost", service: "appflow", operation: "CreateFlow", times: 3),
      Fault(.deny, name: "deny", service: "appflow", operation: "CreateFlow"),
    ]
    let world = try World(state)
    let job = try world.run("create-flow", Scenario.flow())
    #expect(job.state == .dead && job.reason == "access-denied")
    world.simulation.time.skip(ms: 9 * 3_600_000)
    world.sandbox.update { $0.faults = [] }
    try world.replay([job.id])
    let replayed = try world.job(job.id)
    #expect(try result(replayed)["adopted"] == true)
    #expect(world.effects() == ["CreateFlow accounts"])
  }
}
