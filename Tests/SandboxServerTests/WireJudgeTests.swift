#if Server
  import AWSClient
  import AWSSandbox
  import Foundation
  import HTTPServer
  import Headgate
  import SandboxServer
  import TestSupport
  import Testing
  import TimeAndChance

  /// The program itself, over libcurl, in everything that it can do: botocore has nothing to say against any of its
  /// requests.
  @Suite("every request of every operation, judged by botocore", .timeLimit(.minutes(5)))
  struct WireJudgeTests {
    private static let key = "AKIDWIREJUDGE0000001"
    private static let secret = "judge/secret+of=the-isv"
    private static let role = "arn:aws:iam::111111111111:role/headgate"
    private static let secretARN = "arn:aws:secretsmanager:us-east-1:999999999999:secret:salesforce/acme"
    private static let clientARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:client"
    private static let org = "https://acme.my.salesforce.com"

    private let folder = FileManager.default.temporaryDirectory.appending(
      path: "headgate-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false) }

    private static func state() -> SandboxState {
      var state = SandboxState()
      state.settings.executionMs = 400
      state.accessKeys[key] = .init(
        secretAccessKey: secret, account: "999999999999", arn: "arn:aws:iam::999999999999:user/isv")
      state.roles[role] = .init(trustedPrincipals: ["arn:aws:iam::999999999999:root"], externalId: "hg-acme")
      state.buckets["acme-landing"] = .init(account: "111111111111", region: "us-east-1")
      state.secrets[secretARN] = .init(
        value: #"{"accessToken":"access-1","refreshToken":"refresh-1","password":"pass-word-1"}"#,
        versionId: "v1",
        createdAtMs: 0)
      state.secrets[clientARN] = .init(
        value: #"{"clientId":"app","clientSecret":"app-secret"}"#, versionId: "v1", createdAtMs: 0)
      state.salesforce[org] = .init(
        clients: ["app": "app-secret"], users: ["u@acme": .init(password: "pass-word-1")],
        accessTokens: ["access-1"], refreshTokens: ["refresh-1"], rotatesRefreshTokens: true)
      return state
    }

    /// One job after another, each of the kinds and each of its forms.
    private static func jobs(tokenURL: String, keyFile: String) -> [(kind: String, payload: String)] {
      let isv = "{{resolve:secretsmanager:\(secretARN):SecretString:"
      let client = "{{resolve:secretsmanager:\(clientARN):SecretString:clientSecret}}"
      let credentials =
        #"{"Salesforce":{"accessToken":"\#(isv)accessToken}}","refreshToken":"\#(isv)refreshToken}}","clientCredentialsArn":"\#(clientARN)"}}"#
      let profile =
        #""connectorProfileName":"acme-sf","connectionMode":"Public","connectorProfileConfig":{"connectorProfileProperties":{"Salesforce":{"instanceUrl":"\#(org)"}},"connectorProfileCredentials":\#(credentials)}"#
      func flow(_ name: String, _ trigger: String, _ more: String = "") -> String {
        #"{"flowName":"\#(name)","triggerConfig":\#(trigger),"sourceFlowConfig":{"connectorType":"Salesforce","connectorProfileName":"acme-sf","sourceConnectorProperties":{"Salesforce":{"object":"Account"}}},"destinationFlowConfigList":[{"connectorType":"S3","destinationConnectorProperties":{"S3":{"bucketName":"acme-landing"}}}],"tasks":[{"taskType":"Filter","sourceFields":["Id","Name"],"connectorOperator":{"Salesforce":"PROJECTION"}},{"taskType":"Map","sourceFields":["Id"],"destinationField":"Id"}]\#(more)}"#
      }
      let onDemand = #"{"triggerType":"OnDemand"}"#
      let hourly =
        #"{"triggerType":"Scheduled","triggerProperties":{"Scheduled":{"scheduleExpression":"rate(1hours)"}}}"#
      let refresh =
        #""connectorProfileName":"acme-sf","tokenUrl":"\#(tokenURL)","clientId":"app","clientSecret":"\#(client)","clientCredentialsArn":"\#(clientARN)""#
      return [
        ("assume-role", #"{"verifyExternalId":true}"#),
        ("put-bucket-policy", #"{"Bucket":"acme-landing"}"#),
        ("create-connector-profile", #"{"connectorType":"Salesforce",\#(profile)}"#),
        ("create-connector-profile", #"{"connectorType":"Salesforce",\#(profile),"onConflict":"adopt"}"#),
        ("update-connector-profile", "{\(profile)}"),
        (
          "refresh-connector-profile",
          #"{\#(refresh),"grantType":"refresh_token","refreshToken":"\#(isv)refreshToken}}"}"#
        ),
        (
          "refresh-connector-profile",
          #"{\#(refresh),"grantType":"password","username":"u@acme","password":"\#(isv)password}}"}"#
        ),
        (
          "refresh-connector-profile",
          #"{\#(refresh),"grantType":"urn:ietf:params:oauth:grant-type:jwt-bearer","username":"u@acme","privateKey":"{{resolve:file:\#(keyFile)}}","audience":"https://login.salesforce.com"}"#
        ),
        ("create-flow", flow("accounts", onDemand)),
        ("create-flow", flow("accounts", onDemand, #","description":"new","onConflict":"update""#)),
        ("start-flow", #"{"flowName":"accounts"}"#),
        ("start-flow", #"{"flowName":"accounts","wait":true}"#),
        ("start-flow", #"{"flowName":"accounts","onConflict":"attach"}"#),
        ("stop-flow", #"{"flowName":"accounts","cancelRunning":true}"#),
        ("create-flow", flow("hourly", hourly)),
        ("start-flow", #"{"flowName":"hourly"}"#),
        ("update-flow", flow("hourly", hourly, #","description":"other""#)),
        ("stop-flow", #"{"flowName":"hourly"}"#),
        ("delete-flow", #"{"flowName":"hourly"}"#),
        ("delete-flow", #"{"flowName":"accounts","cancelRunning":true}"#),
        ("delete-connector-profile", #"{"connectorProfileName":"acme-sf","forceDelete":true}"#),
      ]
    }

    private static let looks: [[String]] = [
      ["doctor"], ["catalog", "connectors"], ["catalog", "connector", "Salesforce"], ["catalog", "profiles"],
      ["catalog", "entities", "--profile", "acme-sf", "--connector-type", "Salesforce"],
      ["catalog", "entity", "Account", "--profile", "acme-sf", "--connector-type", "Salesforce"],
      ["catalog", "flows"], ["catalog", "buckets"], ["catalog", "executions", "--flow", "accounts"],
      ["drift"],
    ]

    @Test(
      "the signature, the path, the headers and every member of the body are as the service's model has them")
    func judged() async throws {
      let keys = try OpenSSLKeys()
      try keys.run("genrsa", "-out", "key.pem", "2048")
      let sandbox = SandboxTransport(
        state: Self.state(), time: SystemTime(), random: SystemRandom())
      let server = try SandboxServer.start(sandbox, on: ListenAddress(port: 0))
      let judge = try WireJudge(before: server.url, key: Self.key, secret: Self.secret)
      let variables = [
        "AWS_ENDPOINT_URL": judge.url, "AWS_ACCESS_KEY_ID": Self.key, "AWS_SECRET_ACCESS_KEY": Self.secret,
        "AWS_REGION": "us-east-1", "HEADGATE_DB": folder.appending(path: "headgate.db").path,
      ]
      func headgate(_ arguments: [String]) async throws {
        let (status, output) = try await ChildProcess.run(ChildProcess.headgate, arguments, variables)
        #expect(status == 0, "headgate \(arguments.joined(separator: " ")):\n\(output)")
      }
      try await headgate(["init"])
      try await headgate([
        "tenant", "add", "acme", "--role-arn", Self.role, "--external-id", "hg-acme", "--region", "us-east-1",
      ])
      let jobs = Self.jobs(
        tokenURL: "\(judge.url)/services/oauth2/token", keyFile: keys.folder.appending(path: "key.pem").path)
      #expect(Set(jobs.map(\.kind)) == Set(KindCatalog.all.map(\.kind)), "every kind is asked for")
      let firstDelete = jobs.firstIndex { $0.kind == "delete-flow" } ?? 0
      for (number, job) in jobs.enumerated() {
        if number == firstDelete {
          for look in Self.looks {
            try await headgate(look + (look == ["doctor"] ? [] : ["--tenant", "acme"]))
          }
        }
        let file = folder.appending(path: "payload.json")
        try Data(job.payload.utf8).write(to: file)
        try await headgate([
          "enqueue", job.kind, "--tenant", "acme", "--key", "\(number)", "--payload", file.path,
        ])
        try await headgate([
          "work", "--drain", "--limit-writes", "0", "--limit-reads", "0", "--retry-base", "50ms",
        ])
      }
      let (_, unfinished) = try await ChildProcess.run(
        ChildProcess.headgate, ["jobs", "--state", "dead", "--json"], variables)
      #expect(unfinished == "")
      let verdict = try judge.verdict()
      #expect(verdict.problems == [])
      let wanted =
        AppFlowOperation.allCases.map { "appflow:\($0.name)" } + [
          "sts:AssumeRole", "sts:GetCallerIdentity", "s3:GetBucketPolicy", "s3:PutBucketPolicy",
          "s3:ListBuckets",
          "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "salesforce:Token password",
          "salesforce:Token refresh_token", "salesforce:Token urn:ietf:params:oauth:grant-type:jwt-bearer",
        ]
      #expect(wanted.filter { verdict.seen[$0] == nil } == [], "never sent: \(verdict.seen.keys.sorted())")
      await server.stop()
    }

    @Test("the judge sees what is wrong: an unknown member, another path, a signature of somebody else")
    func judgeJudges() async throws {
      let server = try SandboxServer.start(
        SandboxTransport(state: SandboxState(), time: SystemTime(), random: SystemRandom()),
        on: ListenAddress(port: 0))
      let judge = try WireJudge(before: server.url, key: Self.key, secret: Self.secret)
      let client = AWSClient(
        transport: try CurlTransport(),
        endpoints: EndpointResolver(environment: ["AWS_ENDPOINT_URL": judge.url]), time: SystemTime(),
        random: SystemRandom())
      for (body, secret) in [
        (#"{"flowName":"accounts","flow":1}"#, Self.secret), (#"{"flowName":"a/b"}"#, Self.secret),
        (#"{"flowName":"accounts"}"#, "another"),
      ] {
        _ = try? await AppFlow(caller: client, region: "us-east-1").send(
          .startFlow, body: Array(body.utf8),
          as: StaticCredentials(AWSCredentials(accessKeyId: Self.key, secretAccessKey: secret)),
          observe: { _ in })
      }
      let problems = try judge.verdict().problems
      #expect(problems.contains { $0.contains("flow") && $0.hasPrefix("appflow:StartFlow") }, "\(problems)")
      #expect(problems.contains { $0.contains("another signature was expected") })
      await server.stop()
    }
  }
#endif
