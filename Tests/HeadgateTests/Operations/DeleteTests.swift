import AWSClient
import AWSSandbox
import Testing
import WorkQueue

@Suite("delete-flow and delete-connector-profile")
struct DeleteTests {
  private static let named: JSONValue = ["flowName": "accounts"]

  @Test("A flow that is not there counts as deleted")
  func absent() throws {
    let world = try World(try Scenario.ready.get())
    #expect(try world.run("delete-flow", Self.named).state == .succeeded)
    #expect(world.effects() == [])
  }

  @Test("An active flow is stopped first")
  func active() throws {
    let world = try World(try Scenario.withActive.get())
    #expect(try world.run("delete-flow", Self.named).state == .succeeded)
    #expect(world.effects() == ["StopFlow accounts", "DeleteFlow accounts"])
  }

  @Test("A run is waited for, and goes to the dead letters as a conflict if it does not end")
  func running() throws {
    let world = try World(try Scenario.withRun.get())
    let job = try world.run("delete-flow", Self.named)
    #expect(job.state == .dead && job.reason == "conflict" && job.attempt == 6, "\(job.lastError ?? "")")
    #expect(world.effects() == [])

    world.sandbox.update { $0.acme.flows["accounts"]?.executions[0].endsAtMs = 0 }
    try world.replay([job.id])
    #expect(try world.job(job.id).state == .succeeded)
  }

  @Test("With cancelRunning a run is cancelled; with forceDelete it is not waited for")
  func runningNoMore() throws {
    let cancelling = try World(try Scenario.withRun.get())
    let first = try cancelling.run("delete-flow", ["flowName": "accounts", "cancelRunning": true])
    #expect(first.state == .succeeded, "\(first.lastError ?? "")")
    #expect(cancelling.effects() == ["CancelFlowExecutions accounts", "DeleteFlow accounts"])

    let forcing = try World(try Scenario.withRun.get())
    let second = try forcing.run("delete-flow", ["flowName": "accounts", "forceDelete": true])
    #expect(second.state == .succeeded && second.attempt == 1)
    #expect(forcing.effects() == ["DeleteFlow accounts"])
  }

  @Test("A profile that is not there counts as deleted; its secret stays, as AppFlow leaves it")
  func profile() throws {
    let world = try World(try Scenario.ready.get())
    let payload: JSONValue = ["connectorProfileName": "acme-salesforce"]
    #expect(try world.run("delete-connector-profile", payload).state == .succeeded)
    #expect(try world.run("delete-connector-profile", payload).state == .succeeded)
    #expect(world.effects() == ["DeleteConnectorProfile acme-salesforce"])
    #expect(world.sandbox.snapshot().secrets.keys.contains { $0.contains("appflow!") })
  }

  @Test("A profile that a flow uses is asked for a few times; gone with the flow, it is deleted")
  func profileInUse() throws {
    let payload: JSONValue = ["connectorProfileName": "acme-salesforce"]
    let world = try World(try Scenario.withFlow.get())
    let job = try world.run("delete-connector-profile", payload)
    #expect(job.state == .dead && job.reason == "conflict" && job.attempt == 6)
    #expect(try world.run("delete-flow", Self.named).state == .succeeded)
    try world.replay([job.id])
    #expect(try world.job(job.id).state == .succeeded)
  }
}
