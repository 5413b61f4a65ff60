import AWSClient
import AWSSandbox
import Testing
import TimeAndChance
import WorkQueue

@Suite("Profiles that connect privately")
struct PrivateConnectionTests {
  private static let payload = Scenario.profile(["connectionMode": "Private"])

  private static func state(takingMs: Int64, failing: String? = nil) -> SandboxState {
    var state = Scenario.state
    state.settings.privateConnectionMs = takingMs
    state.settings.privateConnectionFailure = failing
    return state
  }

  @Test("A create ends when the connection is provisioned, without holding a slot or using up attempts")
  func created() throws {
    let world = try World(Self.state(takingMs: 600_000))
    let job = try world.run("create-connector-profile", Self.payload)
    #expect(job.state == .succeeded && job.attempt == 1, "\(job.lastError ?? "")")
    #expect(job.updatedAtMs - job.createdAtMs >= 600_000)
    let events = try world.log(LogFilter(jobId: job.id)).map(\.event)
    #expect(events.contains("snoozed") && !events.contains("retry"))
    #expect(world.effects() == ["CreateConnectorProfile acme-salesforce"])
  }

  @Test("One that fails is dead with AppFlow's own cause, and a replay asks anew")
  func failed() throws {
    let world = try World(Self.state(takingMs: 60_000, failing: "no such endpoint service"))
    let job = try world.run("create-connector-profile", Self.payload)
    #expect(job.state == .dead && job.reason == "private-connection-failed")
    #expect(job.lastError?.contains("VALIDATION: no such endpoint service") == true)
    world.sandbox.update { $0.settings.privateConnectionFailure = nil }
    try world.replay([job.id])
    #expect(try world.job(job.id).state == .succeeded)
    #expect(world.effects() == ["CreateConnectorProfile acme-salesforce"])
  }

  @Test("One that never comes is given up after two hours")
  func endless() throws {
    let world = try World(Self.state(takingMs: .max))
    let job = try world.run("create-connector-profile", Self.payload)
    #expect(job.state == .dead && job.reason == "private-connection-failed")
    #expect(job.updatedAtMs - job.createdAtMs >= 2 * 3_600_000)
  }

  @Test("An update waits likewise, and sends its request once")
  func updated() throws {
    let world = try World(try Scenario.ready.get())
    world.sandbox.update { $0.settings.privateConnectionMs = 60_000 }
    var payload = Self.payload.object ?? [:]
    payload["connectorType"] = nil
    let job = try world.run("update-connector-profile", .object(payload))
    #expect(job.state == .succeeded && job.updatedAtMs - job.createdAtMs >= 60_000, "\(job.lastError ?? "")")
    #expect(world.effects() == ["UpdateConnectorProfile acme-salesforce"])
  }
}
