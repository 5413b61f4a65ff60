import AWSClient
import Testing
import WorkQueue

@testable import AWSSandbox

/// Acme's profile, whose refresh token stands in one member of the ISV's secret.
enum RefreshScenario {
  static let kind = "refresh-connector-profile"
  static let reference = "{{resolve:secretsmanager:\(Scenario.secretARN):SecretString:"
  static let token = "Token https://acme.my.salesforce.com"
  static let put = "PutSecretValue salesforce/acme"
  static let update = "UpdateConnectorProfile acme-salesforce"

  static let payload: JSONValue = [
    "connectorProfileName": "acme-salesforce", "tokenUrl": .string(Scenario.org + "/services/oauth2/token"),
    "grantType": "refresh_token", "clientId": "app",
    "clientSecret": .string("{{resolve:secretsmanager:\(Scenario.clientARN):SecretString:clientSecret}}"),
    "refreshToken": .string(reference + "refreshToken}}"),
    "clientCredentialsArn": .string(Scenario.clientARN),
  ]

  /// The payload with other members; null takes one away.
  static func with(_ changes: [String: JSONValue]) -> JSONValue {
    .object((payload.object ?? [:]).merging(changes) { $1 }.filter { $0.value != .null })
  }

  /// Written as no encoder would write it.
  static func text(_ refreshToken: String) -> String { text(refreshToken, number: "1.50") }

  static func text(_ refreshToken: String, number: String) -> String {
    #"{ "z":\#(number), "refreshToken" :"\#(refreshToken)","# + "\n\t"
      + #""other": "caf\u00e9 \/ refreshToken", "list":[ 1e2,{"refreshToken":null} ]} "#
  }

  static func store(_ refreshToken: String, _ state: inout SandboxState) {
    state.secrets[Scenario.secretARN] = .init(
      value: text(refreshToken), versionId: "stored-\(refreshToken)", createdAtMs: 0)
  }

  static func world(
    rotates: Bool = true, _ change: (inout SandboxState) -> Void = { _ in }
  ) throws -> World {
    var state = try Scenario.ready.get()
    store("refresh-token-first", &state)
    state.salesforce[Scenario.org]?.refreshTokens = ["refresh-token-first"]
    state.salesforce[Scenario.org]?.rotatesRefreshTokens = rotates
    change(&state)
    return try World(state)
  }

  static func secret(_ world: World) -> String? {
    world.sandbox.snapshot().secrets[Scenario.secretARN]?.currentValue
  }

  /// The refresh tokens that Salesforce takes.
  static func valid(_ world: World) -> Set<String> {
    world.sandbox.snapshot().salesforce[Scenario.org]?.refreshTokens ?? []
  }

  /// Neither what was there nor what was issued is on disk, which is where the log and the errors are too.
  static func expectNoSecret(_ world: World, _ more: [String] = []) throws {
    let org = world.sandbox.snapshot().salesforce[Scenario.org]
    let issued = Array(org?.issuedTokens.keys ?? [:].keys) + Array(org?.refreshTokens ?? [])
    #expect(try world.database.find(world.secrets() + issued + more) == [])
  }
}
