import AWSClient
import AWSSandbox
import Testing
import WorkQueue

/// One fault at each call of each operation, every kind of fault: the job comes to its end, or to the dead letters
/// with the reason that belongs to the fault, from where a replay brings it to its end; and what it changes at AWS
/// it changes once.
@Suite("A fault at each call")
struct FaultAtEachCallTests {
  /// Longer than a caller waits.
  private static let slowMs: Int64 = 90_000

  @Test("leaves one effect, no secret and no job that is stuck", arguments: FaultScenario.all)
  func oneEffect(_ scenario: FaultScenario) throws {
    let state = try scenario.state()
    let clean = try World(state, tenants: [scenario.tenant])
    let job = try clean.run(scenario.kind, scenario.payload)
    #expect(job.state == .succeeded, "\(scenario): \(job.lastError ?? "")")
    #expect(clean.effects() == scenario.effects, "\(scenario), without a fault")
    let calls = try clean.calls(of: job)
    #expect(
      calls.count == clean.sandbox.snapshot().callCounts.values.reduce(0, +), "every call is in the log")

    for (index, call) in calls.enumerated() {
      for fault in Self.faults(atCall: index + 1) {
        let status = fault.status.map { " \($0)" } ?? ""
        try strike(
          fault, "\(scenario): \(fault.effect)\(status) at call \(index + 1), \(call)", scenario, state)
      }
    }
  }

  /// Every effect, and a page of a proxy that finds nothing.
  private static func faults(atCall nth: Int) -> [Fault] {
    FaultEffect.unscripted.map { Fault($0, name: "one", nth: nth, times: 1, delayMs: slowMs) }
      + [Fault(.html, name: "one", nth: nth, times: 1, status: 404)]
  }

  private func strike(
    _ fault: Fault, _ title: String, _ scenario: FaultScenario, _ state: SandboxState
  ) throws {
    let effect = fault.effect
    var state = state
    state.faults = [fault]
    let world = try World(state, seed: UInt64(fault.nth), tenants: [scenario.tenant])
    var job = try world.run(scenario.kind, scenario.payload)
    #expect(world.sandbox.snapshot().faults.first?.used == 1, "\(title): the fault struck")
    if job.state == .dead {
      let reason = job.reason ?? ""
      #expect(Self.allowed[effect]?.contains(reason) == true, "\(title): dead because \(reason)")
      try world.replay([job.id])
      job = try world.job(job.id)
    }
    #expect(job.state == .succeeded, "\(title): \(job.state) \(job.reason ?? "") \(job.lastError ?? "")")
    #expect(world.effects() == scenario.effects, "\(title): effects")
    #expect(try world.database.find(world.secrets()) == [], "\(title): secrets on disk")
  }

  /// Whoever lacks a permission, whose own keys have expired or whose quota is used up needs an operator.
  private static let allowed: [FaultEffect: Set<String>] = [
    .deny: ["access-denied", "assume-role-denied", "secret-denied"],
    .expiredToken: ["aws-credentials"],
    .clockSkew: ["signature", "secret-denied"],
    // Services without a quota of their own refuse in their own words.
    .quota: ["quota", "invalid-request", "secret-denied"],
  ]

  @Test("The search for secrets finds what is there")
  func search() throws {
    let world = try World(Scenario.state)
    _ = try world.run(Scenario.grant.kind, Scenario.grant.payload)
    #expect(try world.database.find(["acme-landing", "not-there-at-all"]) == ["acme-landing"])
  }
}
