import AWSClient
import AWSSandbox
import Testing

@Suite("AppFlow connector profiles")
struct ConnectorProfileTests {
  let harness = Harness()

  @Test("creates a profile that can be described but shows no credentials")
  func creates() async throws {
    let created = try await harness.appflow("CreateConnectorProfile", Payloads.profile())
    #expect(
      created.json["connectorProfileArn"]
        == "arn:aws:appflow:us-east-1:111111111111:connectorprofile/acme-salesforce")
    let described = try await harness.appflow(
      "DescribeConnectorProfiles", ["connectorProfileNames": ["acme-salesforce", "nope"]])
    let details = try #require(described.json["connectorProfileDetails"]?.array)
    #expect(details.count == 1)
    #expect(details[0]["createdAt"] == 1_760_000_000)
    #expect(!described.text.contains("good"))
    let state = try SandboxStateText.of(harness.sandbox.snapshot())
    #expect(!state.contains(#""refreshToken":"good""#))
  }

  @Test("an unknown name is an empty list, in another account or Region too")
  func isolates() async throws {
    try await harness.prepare()
    #expect(
      try await harness.appflow("DescribeConnectorProfiles", ["connectorProfileNames": ["nope"]]).json
        == ["connectorProfileDetails": []])
    for (credentials, region) in [(Harness.isv, "us-east-1"), (Harness.tenant, "eu-central-1")] {
      let answer = try await harness.appflow(
        "DescribeConnectorProfiles", [:], as: credentials, region: region)
      #expect(answer.json == ["connectorProfileDetails": []])
    }
  }

  @Test(
    "refuses credentials that Salesforce refuses",
    arguments: [
      Payloads.profile(refreshToken: "revoked"),
      Payloads.profile(instanceUrl: "https://nobody.my.salesforce.com"),
    ])
  func refusesCredentials(_ profile: JSONValue) async throws {
    let answer = try await harness.appflow("CreateConnectorProfile", profile)
    #expect(answer.status == 401)
    #expect(answer.code == "ConnectorAuthenticationException")
    #expect(harness.sandbox.snapshot().journal.isEmpty)
  }

  @Test(
    "refuses what its model forbids",
    arguments: [
      (
        ["connectorProfileName"], nil,
        "Value null at 'connectorProfileName' failed to satisfy constraint: Member must not be null"
      ),
      (
        ["connectorProfileName"], "a b",
        #"Value 'a b' at 'connectorProfileName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w/!@#+=.-]+"#
      ),
      (
        ["connectorType"], "Magic",
        "Value 'Magic' at 'connectorType' failed to satisfy constraint: Member must satisfy enum value set: [Salesforce, "
      ),
      (["connectionMode"], nil, "Value null at 'connectionMode'"),
      (["connectorProfileConfig"], [:], "Value null at 'connectorProfileConfig.connectorProfileProperties'"),
      (
        ["clientToken"], "",
        "Value '' at 'clientToken' failed to satisfy constraint: Member must have length greater than or equal to 1"
      ),
      (["connectorType"], "S3", "does not support connector profiles"),
      (["connectorType"], "Slack", "must hold the properties of the connector type Slack"),
    ] as [([String], JSONValue?, String)])
  func refusesShape(_ path: [String], _ value: JSONValue?, _ message: String) async throws {
    let answer = try await harness.appflow(
      "CreateConnectorProfile", Payloads.profile().with(path[0], value: value))
    #expect(answer.status == 400)
    #expect(answer.code == "ValidationException")
    #expect(answer.message.contains(message))
  }

  @Test("wants a refresh token or an authorisation code, and never shows a secret that is wrong")
  func credentialsRules() async throws {
    let none = try await harness.appflow("CreateConnectorProfile", Payloads.profile(refreshToken: nil))
    #expect(none.message == "AuthCode cannot be blank")
    let spaced = try await harness.appflow(
      "CreateConnectorProfile", Payloads.profile(refreshToken: "top secret"))
    #expect(spaced.code == "ValidationException")
    #expect(!spaced.message.contains("top secret"))
    let client = try await harness.appflow(
      "CreateConnectorProfile",
      Payloads.profile().with(
        "connectorProfileConfig", "connectorProfileCredentials", "Salesforce", "clientCredentialsArn",
        value: "arn:aws:secretsmanager:us-east-1:111111111111:secret:nope"))
    #expect(client.code == "ValidationException")
  }

  @Test("refuses a second profile of the same name, and one too many")
  func conflicts() async throws {
    let harness = Harness { $0.settings.maxConnectorProfiles = 1 }
    #expect(try await harness.appflow("CreateConnectorProfile", Payloads.profile()).status == 200)
    let again = try await harness.appflow("CreateConnectorProfile", Payloads.profile())
    #expect(again.status == 409)
    #expect(again.code == "ConflictException")
    let more = try await harness.appflow("CreateConnectorProfile", Payloads.profile(name: "second"))
    #expect(more.status == 402)
    #expect(more.code == "ServiceQuotaExceededException")
  }

  @Test("updates only what exists, with credentials that are good")
  func updates() async throws {
    let update = Payloads.profile().with("connectorType", value: nil)
    #expect(try await harness.appflow("UpdateConnectorProfile", update).code == "ResourceNotFoundException")
    try await harness.prepare()
    #expect(try await harness.appflow("UpdateConnectorProfile", update).status == 200)
    let bad = Payloads.profile(refreshToken: "revoked").with("connectorType", value: nil)
    #expect(
      try await harness.appflow("UpdateConnectorProfile", bad).code == "ConnectorAuthenticationException")
  }

  @Test("deletes a profile in use only by force, and leaves AppFlow's secret behind")
  func deletes() async throws {
    try await harness.prepare()
    #expect(try await harness.appflow("CreateFlow", Payloads.flow()).status == 200)
    let name: JSONValue = ["connectorProfileName": "acme-salesforce"]
    #expect(try await harness.appflow("DeleteConnectorProfile", name).code == "ConflictException")
    let forced = try await harness.appflow("DeleteConnectorProfile", name.with("forceDelete", value: true))
    #expect(forced.status == 200)
    #expect(try await harness.appflow("DeleteConnectorProfile", name).code == "ResourceNotFoundException")
    #expect(harness.sandbox.snapshot().secrets.keys.contains { $0.contains("appflow!") })
  }

  @Test("lists connectors and a connection's entities")
  func catalog() async throws {
    try await harness.prepare()
    let first = try await harness.appflow("DescribeConnectors", ["maxResults": 5])
    #expect(first.json["connectors"]?.array?.count == 5)
    let next = try #require(first.json["nextToken"])
    let second = try await harness.appflow("DescribeConnectors", ["maxResults": 100, "nextToken": next])
    #expect(second.json["nextToken"] == nil)
    let entities = try await harness.appflow(
      "ListConnectorEntities", ["connectorProfileName": "acme-salesforce"])
    #expect(
      entities.json["connectorEntityMap"]?["Objects"]?.array?.contains { $0["name"] == "Account" } == true)
    let entity = try await harness.appflow(
      "DescribeConnectorEntity",
      ["connectorProfileName": "acme-salesforce", "connectorEntityName": "Account"])
    #expect(
      entity.json["connectorEntityFields"]?.array?.contains { $0["identifier"] == "CreatedDate" } == true)
    let nobody = try await harness.appflow("ListConnectorEntities", ["connectorProfileName": "nope"])
    #expect(nobody.code == "ResourceNotFoundException")
  }
}
