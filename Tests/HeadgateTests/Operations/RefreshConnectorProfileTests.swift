import AWSClient
import FoundationEssentials
import TestSupport
import Testing
import TimeAndChance
import WorkQueue

@testable import AWSSandbox

@Suite("refresh-connector-profile")
struct RefreshConnectorProfileTests {
  private typealias Refresh = RefreshScenario

  @Test("Without rotation the profile gets the new access token, and no secret is written")
  func plain() throws {
    let world = try Refresh.world(rotates: false)
    let job = try world.run(Refresh.kind, Refresh.payload)
    #expect(job.state == .succeeded && job.result?.contains(#""rotated":false"#) == true, "\(job)")
    #expect(world.effects() == [Refresh.token, Refresh.update])
    #expect(Refresh.secret(world) == Refresh.text("refresh-token-first"))
    try Refresh.expectNoSecret(world)
  }

  @Test("A rotated token is stored before the profile is updated; nothing else in the secret changes")
  func rotates() throws {
    let world = try Refresh.world()
    let job = try world.run(Refresh.kind, Refresh.payload)
    #expect(job.state == .succeeded && job.result?.contains(#""rotated":true"#) == true, "\(job)")
    #expect(world.effects() == [Refresh.token, Refresh.put, Refresh.update])
    let successor = try #require(Refresh.valid(world).first)
    #expect(successor != "refresh-token-first" && Refresh.secret(world) == Refresh.text(successor))
    try Refresh.expectNoSecret(world)
  }

  @Test("A secret that is the token as a whole is rotated too; the next job goes on with the new one")
  func wholeSecret() throws {
    let world = try Refresh.world {
      $0.secrets[Scenario.secretARN] = .init(value: "refresh-token-first", versionId: "v", createdAtMs: 0)
    }
    let payload = Refresh.with(["refreshToken": .string("{{resolve:secretsmanager:\(Scenario.secretARN)}}")])
    for _ in 1...2 {
      #expect(try world.run(Refresh.kind, payload).state == .succeeded)
      #expect(Refresh.secret(world) == Refresh.valid(world).first)
    }
    try Refresh.expectNoSecret(world)
  }

  @Test("A successor that could not be stored is kept, stored by the next attempt, and used")
  func keepsSuccessor() throws {
    let world = try Refresh.world {
      $0.faults = [Fault(.serverError, name: "put", operation: "PutSecretValue", times: 1)]
    }
    let job = try world.run(Refresh.kind, Refresh.payload)
    #expect(job.state == .succeeded && job.attempt == 2, "\(job)")
    #expect(
      world.effects() == [Refresh.token, Refresh.put, Refresh.token, Refresh.put, Refresh.update])
    #expect(Refresh.secret(world) == Refresh.valid(world).first.map(Refresh.text))
    try Refresh.expectNoSecret(world)
  }

  @Test("It is not stored over a token that somebody else has stored since")
  func respectsOthers() throws {
    let world = try Refresh.world {
      $0.faults = [Fault(.deny, name: "put", operation: "PutSecretValue", times: 1)]
    }
    let job = try world.run(Refresh.kind, Refresh.payload)
    #expect(job.state == .dead && job.reason == "access-denied", "\(job)")
    world.sandbox.update { state in
      state.salesforce[Scenario.org]?.refreshTokens = ["refresh-token-second"]
      Refresh.store("refresh-token-second", &state)
    }
    try world.replay([job.id])
    #expect(try world.job(job.id).state == .succeeded)
    #expect(world.effects() == [Refresh.token, Refresh.token, Refresh.put, Refresh.update])
    #expect(Refresh.secret(world) == Refresh.valid(world).first.map(Refresh.text))
    try Refresh.expectNoSecret(world)
  }

  @Test("What somebody changes beside the token while its storing is uncertain stays changed")
  func otherMember() throws {
    let world = try Refresh.world {
      // As often as one attempt tries.
      $0.faults = [Fault(.lostAnswer, name: "put", operation: "PutSecretValue", times: 3)]
    }
    let id = try world.enqueue(Refresh.kind, Refresh.payload.text())
    let worker = world.worker(world.main) { event in
      guard case .settled = event else { return }
      world.sandbox.update { state in
        let text = state.secrets[Scenario.secretARN]?.currentValue ?? ""
        state.secrets[Scenario.secretARN] = .init(
          value: text.replacing("1.50", with: "9.75"), versionId: "theirs", createdAtMs: 0)
      }
    }
    _ = try world.simulation.run { try await worker.run() }
    #expect(try world.job(id).state == .succeeded)
    #expect(
      Refresh.secret(world) == Refresh.valid(world).first.map { Refresh.text($0, number: "9.75") })
    try Refresh.expectNoSecret(world)
  }

  @Test("A rotated token that cannot be stored anywhere is the operator's to mend, and in no text")
  func noPlace() throws {
    let keys = try OpenSSLKeys()
    try keys.write(Array("refresh-token-first".utf8), "token")
    let world = try Refresh.world()
    let file = keys.folder.path() + "/token"
    let job = try world.run(
      Refresh.kind, Refresh.with(["refreshToken": .string("{{resolve:file:\(file)}}")]))
    #expect(job.state == .dead && job.reason == "secret-unusable" && job.attempt == 1, "\(job)")
    #expect(world.effects() == [Refresh.token])
    try Refresh.expectNoSecret(world)
  }

  @Test("Whatever happens to one call, the job comes to its end, and the secret holds the valid token")
  func faultAtEachCall() throws {
    for rotates in [false, true] {
      let clean = try Refresh.world(rotates: rotates)
      let job = try clean.run(Refresh.kind, Refresh.payload)
      let calls = try clean.calls(of: job)
      #expect(calls.contains("salesforce:Token") && calls.last == "appflow:UpdateConnectorProfile")
      for (index, call) in calls.enumerated() {
        for effect in FaultEffect.unscripted {
          try strike(
            Fault(effect, name: "one", nth: index + 1, times: 1, delayMs: 90_000), call, rotates: rotates)
        }
      }
    }
  }

  private func strike(_ fault: Fault, _ call: String, rotates: Bool) throws {
    let title = "\(fault.effect) at \(call), rotation \(rotates)"
    let world = try Refresh.world(rotates: rotates) { $0.faults = [fault] }
    var job = try world.run(Refresh.kind, Refresh.payload)
    #expect(world.sandbox.snapshot().faults.first?.used == 1, "\(title): the fault struck")
    if rotates, call == "salesforce:Token", fault.effect.processes {
      // The successor was lost on its way: only the tenant's consent gives another one.
      #expect(job.state == .dead && job.reason == "connector-credentials", "\(title): \(job)")
      world.sandbox.update { state in
        for token in state.salesforce[Scenario.org]?.refreshTokens ?? [] { Refresh.store(token, &state) }
      }
    }
    if job.state == .dead {
      try world.replay([job.id])
      job = try world.job(job.id)
    }
    #expect(job.state == .succeeded, "\(title): \(job.reason ?? "") \(job.lastError ?? "")")
    let effects = world.effects()
    // After an update whose outcome nobody knows, the next attempt's token makes another update.
    let isRepeated = call == "appflow:UpdateConnectorProfile" && [.truncated, .slow].contains(fault.effect)
    #expect(
      effects.last == Refresh.update && effects.count { $0 == Refresh.update } == (isRepeated ? 2 : 1),
      "\(title): \(effects)")
    #expect(Refresh.secret(world) == Refresh.valid(world).first.map(Refresh.text), "\(title): secret")
    try Refresh.expectNoSecret(world)
  }
}
