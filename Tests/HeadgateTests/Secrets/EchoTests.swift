import AWSClient
import Foundation
import Testing
import WorkQueue

@testable import AWSSandbox

@Suite("A service that repeats secrets")
struct EchoTests {
  private typealias Step = (kind: String, payload: JSONValue, state: Result<SandboxState, any Error>)

  /// What calls the service, and what has to be there before.
  private static func steps(_ service: String?) -> [Step] {
    switch service {
    case "sts": [("assume-role", [:], .success(Scenario.state))]
    case "s3": [(Scenario.grant.kind, Scenario.grant.payload, .success(Scenario.state))]
    case "appflow":
      [
        (Scenario.connect.kind, Scenario.profile, .success(Scenario.state)),
        ("create-flow", Scenario.flow(), Scenario.ready),
        ("start-flow", ["flowName": "accounts", "wait": true], Scenario.withFlow),
      ]
    default: [(RefreshScenario.kind, RefreshScenario.payload, Scenario.withFlow)]
    }
  }

  @Test(
    "finds none of them in the database, wherever it repeats them",
    arguments: ["appflow", "s3", "sts", nil], Echo.Place.allCases)
  func echo(service: String?, place: Echo.Place) throws {
    let title = "\(service ?? "salesforce"), \(place)"
    var met = 0
    for (kind, payload, state) in Self.steps(service) {
      let world = try World(try state.get()) { Echo(service: $0, place: place, name: service) }
      let job = try world.run(kind, payload)
      if "\(job.lastError ?? "") \(job.result ?? "")".contains("[redacted]") { met += 1 }
      let org = world.sandbox.snapshot().salesforce[Scenario.org]
      let secrets = world.secrets() + Array(org?.issuedTokens.keys ?? [:].keys)
      let inBase64 = secrets.map { Data($0.utf8).base64EncodedString() }.filter { $0.count > 20 }
      // Half of a secret is one, too.
      let halves = (secrets + inBase64).map { String($0.prefix(14)) }
      #expect(try world.database.find(secrets + inBase64 + halves) == [], "\(title): \(kind)")
    }
    // Where a message is kept, the secret was in it and is there no more.
    if place == .message || place == .longMessage { #expect(met > 0, "\(title): nothing was met") }
  }
}
