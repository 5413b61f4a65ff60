import AWSClient
import AWSSandbox
import Testing

@Suite("AppFlow's connectors")
struct ConnectorTests {
  let harness = Harness()

  private func profile(
    _ type: String, member: String? = nil, label: String? = nil, _ properties: JSONValue,
    _ credentials: JSONValue
  ) -> JSONValue {
    let member = member ?? type
    var profile: [String: JSONValue] = [
      "connectorProfileName": "acme", "connectorType": .string(type), "connectionMode": "Public",
      "connectorProfileConfig": [
        "connectorProfileProperties": .object([member: properties]),
        "connectorProfileCredentials": .object([member: credentials]),
      ],
    ]
    profile["connectorLabel"] = label.map { .string($0) }
    return .object(profile)
  }

  private static let url: JSONValue = ["instanceUrl": "https://acme.example"]
  private static let client: JSONValue = ["clientId": "id", "clientSecret": "secret"]
  private static let token = client.with("accessToken", value: "token")
  private static let redshift: JSONValue = [
    "bucketName": "acme-landing", "roleArn": "arn:aws:iam::111111111111:role/reads",
    "clusterIdentifier": "acme", "databaseName": "dev",
    "dataApiRoleArn": "arn:aws:iam::111111111111:role/data",
  ]
  private static let oAuth2: JSONValue = [
    "oAuth2Properties": ["tokenUrl": "https://acme.example/token", "oAuth2GrantType": "AUTHORIZATION_CODE"]
  ]

  @Test("take the credentials that they can connect with")
  func accepts() async throws {
    let code: JSONValue = ["oAuthRequest": ["authCode": "code", "redirectUri": "https://acme.example"]]
    let login: JSONValue = ["username": "ann", "password": "a pass phrase"]
    let profiles = [
      profile("Servicenow", member: "ServiceNow", Self.url, login),
      profile("Servicenow", member: "ServiceNow", Self.url, ["oAuth2Credentials": Self.token]),
      profile("Slack", Self.url, Self.token),
      profile("Zendesk", Self.url, Self.client.with("oAuthRequest", value: code["oAuthRequest"])),
      profile("Googleanalytics", member: "GoogleAnalytics", [:], Self.token),
      profile("Redshift", Self.redshift, [:]),
      profile(
        "Redshift",
        [
          "bucketName": "acme-landing", "roleArn": "arn:aws:iam::111111111111:role/reads",
          "databaseUrl": "jdbc:redshift://acme.example:5439/dev",
        ], login),
      profile(
        "Snowflake", ["warehouse": "LOAD ALL", "stage": "A.B.C", "bucketName": "acme-landing"],
        ["username": "ann", "password": "pw"]),
      profile(
        "CustomConnector", label: "GoogleAnalytics4", Self.oAuth2,
        ["authenticationType": "OAUTH2", "oauth2": Self.token]),
    ]
    for profile in profiles {
      let harness = Harness()
      let answer = try await harness.appflow("CreateConnectorProfile", profile)
      #expect(answer.status == 200, "\(answer.message) \(profile.text())")
    }
  }

  @Test("refuse what they cannot connect with, and say what is missing")
  func refuses() async throws {
    let cases: [(JSONValue, String)] = [
      (profile("Servicenow", member: "ServiceNow", Self.url, ["username": "ann"]), "username and password"),
      (profile("Slack", Self.url, Self.client), "accessToken"),
      (profile("Slack", [:], Self.token), "instanceUrl"),
      (profile("Zendesk", Self.url, ["accessToken": "token"]), "clientId"),
      (profile("Googleanalytics", member: "GoogleAnalytics", [:], Self.client), "accessToken"),
      (
        profile("Redshift", Self.redshift.with("dataApiRoleArn", value: nil), [:]),
        "clusterIdentifier, databaseName and dataApiRoleArn"
      ),
      (profile("Redshift", Self.redshift.with("roleArn", value: "reads"), [:]), "arn:aws:iam:"),
      (
        profile("Snowflake", ["warehouse": "W", "stage": "S"], ["username": "a", "password": "b"]),
        "bucketName"
      ),
      (profile("CustomConnector", Self.oAuth2, ["authenticationType": "OAUTH2"]), "connectorLabel"),
      (
        profile("CustomConnector", label: "Other", Self.oAuth2, ["authenticationType": "OAUTH2"]),
        "not registered"
      ),
      (
        profile(
          "CustomConnector", label: "GoogleAnalytics4", Self.oAuth2, ["authenticationType": "OAUTH2"]),
        "needs the member oauth2"
      ),
      (
        profile(
          "CustomConnector", label: "GoogleAnalytics4", [:],
          ["authenticationType": "OAUTH2", "oauth2": Self.token]), "oAuth2Properties"
      ),
    ]
    for (profile, message) in cases {
      let answer = try await harness.appflow("CreateConnectorProfile", profile)
      #expect(answer.status == 400 && answer.code == "ValidationException", "\(profile.text())")
      #expect(answer.message.contains(message), "\(answer.message)")
    }
    #expect(harness.sandbox.snapshot().journal.isEmpty)
  }

  @Test("know their own operators only")
  func operators() async throws {
    try await harness.prepare()
    func flow(_ connector: String, _ name: String) -> JSONValue {
      Payloads.flow(name: "f-\(connector)-\(name)").with(
        "tasks", "1", "connectorOperator",
        value: .object(["Salesforce": "PROJECTION", connector: .string(name)]))
    }
    for (connector, name, isKnown) in [
      ("GoogleAnalytics", "BETWEEN", true), ("GoogleAnalytics", "NO_OP", false),
      ("Zendesk", "GREATER_THAN", true), ("Zendesk", "LESS_THAN", false), ("Slack", "CONTAINS", false),
      ("ServiceNow", "CONTAINS", true),
    ] {
      let answer = try await harness.appflow("CreateFlow", flow(connector, name))
      #expect((answer.status == 200) == isKnown, "\(connector) \(name): \(answer.message)")
    }
  }

  @Test("Redshift and Snowflake need a policy on the intermediate bucket and on the one for errors")
  func warehouses() async throws {
    let harness = Harness {
      $0.buckets["acme-errors"] = .init(account: "111111111111", region: "us-east-1")
    }
    #expect(try await harness.appflow("CreateConnectorProfile", Payloads.profile()).status == 200)
    let warehouse = profile("Redshift", Self.redshift, [:])
    #expect(try await harness.appflow("CreateConnectorProfile", warehouse).status == 200)
    func flow(_ errors: String) -> JSONValue {
      Payloads.flow().with(
        "destinationFlowConfigList",
        value: [
          [
            "connectorType": "Redshift", "connectorProfileName": "acme",
            "destinationConnectorProperties": [
              "Redshift": [
                "object": "public.accounts", "intermediateBucketName": "acme-landing",
                "errorHandlingConfig": ["bucketName": .string(errors)],
              ]
            ],
          ]
        ])
    }
    let before = try await harness.appflow("CreateFlow", flow("acme-landing"))
    #expect(before.message.contains("permission to access the S3 bucket acme-landing"))
    #expect(try await harness.putPolicy(Payloads.policy()).status == 204)
    let errors = try await harness.appflow("CreateFlow", flow("acme-errors"))
    #expect(errors.message.contains("permission to access the S3 bucket acme-errors"))
    #expect(try await harness.appflow("CreateFlow", flow("acme-landing")).status == 200)
    let other = flow("acme-landing").with("flowName", value: "other").with(
      "destinationFlowConfigList", "0", "connectorProfileName", value: "acme-salesforce")
    let refused = try await harness.appflow("CreateFlow", other)
    #expect(refused.message.contains("is of the type Salesforce, not Redshift"))
  }

  @Test("S3 lists buckets page by page when asked to")
  func buckets() async throws {
    let harness = Harness { state in
      for index in 0..<5 { state.buckets["b-\(index)"] = .init(account: "111111111111", region: "eu-west-1") }
    }
    let whole = try await harness.s3("GET", "", bucket: "")
    #expect(whole.text.contains("acme-landing") && !whole.text.contains("BucketRegion"))
    let first = try await harness.s3("GET", "?max-buckets=4", bucket: "")
    #expect(first.text.contains("<BucketRegion>eu-west-1</BucketRegion>"))
    #expect(first.element("ContinuationToken") == "b-2")
    let second = try await harness.s3("GET", "?continuation-token=b-2&max-buckets=4", bucket: "")
    #expect(second.text.contains("b-3") && !second.text.contains("b-2"))
    #expect(!second.text.contains("ContinuationToken"))
    #expect(try await harness.s3("GET", "?max-buckets=0", bucket: "").code == "InvalidArgument")
  }
}
