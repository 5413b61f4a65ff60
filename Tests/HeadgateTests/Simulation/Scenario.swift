import AWSClient
import AWSSandbox
import WorkQueue

/// The ISV in account 999999999999 and its tenant `acme` in 111111111111, us-east-1.
enum Scenario {
  static let startMs: Int64 = 1_800_000_000_000
  static let account = "111111111111"
  static let region = "us-east-1"
  static let role = "arn:aws:iam::111111111111:role/headgate"
  static let bucket = "acme-landing"
  static let org = "https://acme.my.salesforce.com"
  static let secretARN = "arn:aws:secretsmanager:us-east-1:999999999999:secret:salesforce/acme"
  static let clientARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:client"

  static let acme = Tenant(name: "acme", roleARN: role, externalId: "hg-acme", region: region)

  static let environment = [
    "AWS_ACCESS_KEY_ID": "AKIDISV", "AWS_SECRET_ACCESS_KEY": "isv-secret-access-key-0001",
    "AWS_REGION": region,
  ]

  /// What must never be found on disk.
  static let secrets = [
    "isv-secret-access-key-0001", "access-token-first", "refresh-token-first", "access-token-second",
    "refresh-token-second", "connected-app-secret",
  ]

  static let state: SandboxState = {
    var state = SandboxState()
    state.accessKeys["AKIDISV"] = .init(
      secretAccessKey: "isv-secret-access-key-0001", account: "999999999999",
      arn: "arn:aws:iam::999999999999:user/isv")
    state.roles[role] = .init(trustedPrincipals: ["arn:aws:iam::999999999999:root"], externalId: "hg-acme")
    state.buckets[bucket] = .init(account: account, region: region)
    state.secrets[clientARN] = .init(
      value: #"{"clientId":"app","clientSecret":"connected-app-secret"}"#, versionId: "v1", createdAtMs: 0)
    state.setTokens("first")
    state.salesforce[org] = .init(
      clients: ["app": "connected-app-secret"],
      accessTokens: ["access-token-first", "access-token-second"],
      refreshTokens: ["refresh-token-first", "refresh-token-second"])
    return state
  }()

  /// The state after some jobs were carried out in a world of their own.
  static func state(
    after jobs: [(kind: String, payload: JSONValue)], _ change: (inout SandboxState) -> Void = { _ in }
  ) throws -> SandboxState {
    let world = try World(state)
    for (kind, payload) in jobs {
      let job = try world.run(kind, payload)
      guard job.state == .succeeded else {
        throw World.Missing(what: "\(kind): \(job.lastError ?? job.state.rawValue)")
      }
    }
    var state = world.sandbox.snapshot()
    state.journal = []
    state.callCounts = [:]
    change(&state)
    return state
  }

  static let profile = profile()

  static func profile(_ more: [String: JSONValue] = [:], url: String = org) -> JSONValue {
    let reference = "{{resolve:secretsmanager:\(secretARN):SecretString:"
    return .object(
      ([
        "connectorProfileName": "acme-salesforce", "connectorType": "Salesforce", "connectionMode": "Public",
        "connectorProfileConfig": [
          "connectorProfileProperties": ["Salesforce": ["instanceUrl": .string(url)]],
          "connectorProfileCredentials": [
            "Salesforce": [
              "accessToken": .string(reference + "accessToken}}"),
              "refreshToken": .string(reference + "refreshToken}}"),
              "clientCredentialsArn": .string(clientARN),
            ]
          ],
        ],
      ] as [String: JSONValue]).merging(more) { $1 })
  }

  static let onDemand: JSONValue = ["triggerType": "OnDemand"]
  static let hourly: JSONValue = [
    "triggerType": "Scheduled", "triggerProperties": ["Scheduled": ["scheduleExpression": "rate(1hours)"]],
  ]

  static func flow(
    _ name: String = "accounts", trigger: JSONValue = onDemand, _ more: [String: JSONValue] = [:]
  ) -> JSONValue {
    .object(
      ([
        "flowName": .string(name), "triggerConfig": trigger,
        "sourceFlowConfig": [
          "connectorType": "Salesforce", "connectorProfileName": "acme-salesforce",
          "sourceConnectorProperties": ["Salesforce": ["object": "Account"]],
        ],
        "destinationFlowConfigList": [
          [
            "connectorType": "S3",
            "destinationConnectorProperties": ["S3": ["bucketName": .string(bucket)]],
          ]
        ],
        "tasks": [
          ["taskType": "Map", "sourceFields": ["Id"], "destinationField": "Id"],
          [
            "taskType": "Filter", "sourceFields": ["Id", "Name"],
            "connectorOperator": ["Salesforce": "PROJECTION"],
          ],
        ],
        "tags": ["headgate:tenant": "acme"],
      ] as [String: JSONValue]).merging(more) { $1 })
  }

  static let grant: (kind: String, payload: JSONValue) = ("put-bucket-policy", ["Bucket": .string(bucket)])
  static let connect: (kind: String, payload: JSONValue) = ("create-connector-profile", profile)

  /// Bucket and profile are there.
  static let ready = Result { try state(after: [grant, connect]) }
  /// A flow on demand besides.
  static let withFlow = Result { try state(after: [grant, connect, ("create-flow", flow())]) }
  /// A scheduled flow besides, not started.
  static let withDraft = Result {
    try state(after: [grant, connect, ("create-flow", flow(trigger: hourly))])
  }
  /// A scheduled flow besides, started.
  static let withActive = Result {
    try state(
      after: [
        grant, connect, ("create-flow", flow(trigger: hourly)), ("start-flow", ["flowName": "accounts"]),
      ])
  }
  /// A flow on demand that runs for a year.
  static let withRun = Result {
    var state = try withFlow.get()
    state.settings.executionMs = 365 * 86_400_000
    let world = try World(state)
    let job = try world.run("start-flow", ["flowName": "accounts"])
    guard job.state == .succeeded else { throw World.Missing(what: job.lastError ?? "") }
    state = world.sandbox.snapshot()
    state.journal = []
    state.callCounts = [:]
    return state
  }
}

extension SandboxState {
  /// The ISV keeps these tokens for the tenant from now on.
  mutating func setTokens(_ name: String) {
    secrets[Scenario.secretARN] = .init(
      value: #"{"accessToken":"access-token-\#(name)","refreshToken":"refresh-token-\#(name)"}"#,
      versionId: "version-\(name)", createdAtMs: 0)
  }

  var acme: AppFlowRegion {
    get { self[account: Scenario.account, region: Scenario.region] }
    set { self[account: Scenario.account, region: Scenario.region] = newValue }
  }
}
