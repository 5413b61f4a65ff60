import AWSClient
import AWSSandbox
import Testing

@Suite("AppFlow CreateFlow and UpdateFlow")
struct CreateFlowTests {
  let harness = Harness()

  @Test(
    "a flow on demand is Active at once, any other is a Draft", arguments: ["OnDemand", "Scheduled", "Event"])
  func firstStatus(_ type: String) async throws {
    try await harness.prepare()
    let trigger = type == "Scheduled" ? Payloads.scheduled : ["triggerType": .string(type)]
    let answer = try await harness.appflow("CreateFlow", Payloads.flow(trigger: trigger))
    #expect(answer.json["flowStatus"] == (type == "OnDemand" ? "Active" : "Draft"))
    #expect(answer.json["flowArn"] == "arn:aws:appflow:us-east-1:111111111111:flow/accounts")
  }

  @Test("describes a flow as AppFlow does: filters first, defaults filled in")
  func describes() async throws {
    try await harness.prepare()
    #expect(try await harness.appflow("CreateFlow", Payloads.flow()).status == 200)
    let flow = try await harness.appflow("DescribeFlow", ["flowName": "accounts"]).json
    #expect(flow["tasks"]?.array?.first?["taskType"] == "Filter")
    #expect(
      flow["sourceFlowConfig"]?["sourceConnectorProperties"]?["Salesforce"]
        == ["object": "Account", "enableDynamicFieldUpdate": false, "includeDeletedRecords": false])
    #expect(flow["createdBy"] == "arn:aws:iam::111111111111:user/admin")
    #expect(flow["tags"] == ["owner": "headgate"])
    #expect(flow["createdAt"] == 1_760_000_000)
    let tags = HTTPRequest(
      method: "GET",
      url:
        "https://appflow.us-east-1.amazonaws.com/tags/arn%3Aaws%3Aappflow%3Aus-east-1%3A111111111111%3Aflow%2Faccounts",
      signing: SigV4Signing(credentials: Harness.tenant, region: "us-east-1", service: "appflow"),
      timeoutMs: 1_000)
    #expect(try await harness.send(tags).json == ["tags": ["owner": "headgate"]])
  }

  @Test(
    "refuses what its model forbids",
    arguments: [
      (["flowName"], nil, "Value null at 'flowName'"),
      (
        ["flowName"], "x",
        #"Value 'x' at 'flowName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9][\w!@#.-]+"#
      ),
      (["flowName"], "_under", "pattern"),
      (
        ["flowName"], .string(String(repeating: "a", count: 257)),
        "Member must have length less than or equal to 256"
      ),
      (["description"], "semi;colon", "'description'"),
      (["triggerConfig"], nil, "Value null at 'triggerConfig'"),
      (["triggerConfig"], ["triggerType": "Hourly"], "enum value set: [Scheduled, Event, OnDemand]"),
      (["sourceFlowConfig"], nil, "'sourceFlowConfig'"),
      (["destinationFlowConfigList"], nil, "'destinationFlowConfigList'"),
      (["destinationFlowConfigList"], [], "at least one destination"),
      (["tasks"], nil, "Value null at 'tasks'"),
      (["tasks"], [], "You must specify a projection task or a MAP_ALL task"),
      (["tasks"], [["taskType": "Map"]], "Value null at 'tasks.1.member.sourceFields'"),
      (["clientToken"], "\u{e9}", "'clientToken'"),
      (["tags"], .object(Dictionary(uniqueKeysWithValues: (0...50).map { ("k\($0)", "v") })), "'tags'"),
      (["tags"], ["aws:owner": "x"], "aws:"),
    ] as [([String], JSONValue?, String)])
  func refusesShape(_ path: [String], _ value: JSONValue?, _ message: String) async throws {
    try await harness.prepare()
    let answer = try await harness.appflow("CreateFlow", Payloads.flow().with(path[0], value: value))
    #expect(answer.status == 400)
    #expect(answer.code == "ValidationException")
    #expect(answer.message.contains(message))
    #expect(harness.sandbox.snapshot()[account: "111111111111", region: "us-east-1"].flows.isEmpty)
  }

  @Test("a member of the wrong type is not even looked at")
  func wrongType() async throws {
    let answer = try await harness.appflow("CreateFlow", Payloads.flow().with("tasks", value: "all"))
    #expect(answer.code == "SerializationException")
    let notJSON = HTTPRequest(
      method: "POST", url: "https://appflow.us-east-1.amazonaws.com/create-flow", body: Array("{".utf8),
      signing: SigV4Signing(credentials: Harness.tenant, region: "us-east-1", service: "appflow"),
      timeoutMs: 1_000)
    #expect(try await harness.send(notJSON).code == "SerializationException")
    #expect(try await harness.appflow("MakeCoffee", [:]).code == "UnknownOperationException")
  }

  @Test(
    "refuses schedules that AppFlow refuses",
    arguments: [
      nil, ["scheduleExpression": "rate(1hour)"], ["scheduleExpression": "hourly"],
      ["scheduleExpression": "rate(1hours)", "scheduleStartTime": 1_759_999_999],
      [
        "scheduleExpression": "rate(1hours)", "scheduleStartTime": 1_760_000_900,
        "scheduleEndTime": 1_760_000_800,
      ],
    ] as [JSONValue?])
  func schedules(_ schedule: JSONValue?) async throws {
    try await harness.prepare()
    var trigger: JSONValue = ["triggerType": "Scheduled"]
    if let schedule { trigger = trigger.with("triggerProperties", value: ["Scheduled": schedule]) }
    let answer = try await harness.appflow("CreateFlow", Payloads.flow(trigger: trigger))
    #expect(answer.code == "ValidationException")
  }

  @Test("demands a connector profile that exists and fits the source")
  func profiles() async throws {
    #expect(try await harness.putPolicy(Payloads.policy()).status == 204)
    #expect(try await harness.appflow("CreateFlow", Payloads.flow()).code == "ResourceNotFoundException")
    try await harness.prepare()
    let mismatch = Payloads.flow().with(
      "sourceFlowConfig",
      value: [
        "connectorType": "Zendesk", "connectorProfileName": "acme-salesforce",
        "sourceConnectorProperties": ["Zendesk": ["object": "tickets"]],
      ])
    #expect(try await harness.appflow("CreateFlow", mismatch).code == "ValidationException")
    let none = Payloads.flow().with("sourceFlowConfig", "connectorProfileName", value: nil)
    #expect(try await harness.appflow("CreateFlow", none).message.contains("connector profile"))
  }

  @Test(
    "refuses a bucket whose policy does not let this account's flows in",
    arguments: [
      nil, Payloads.policy(actions: ["s3:PutObject"]), Payloads.policy(account: "222222222222"),
      Payloads.policy(sourceArn: "arn:aws:appflow::111111111111:flow/*"), Payloads.policy(effect: "Deny"),
    ] as [String?])
  func bucketPolicy(_ policy: String?) async throws {
    try await harness.prepare()
    harness.sandbox.update { $0.buckets["acme-landing"]?.policy = policy }
    let answer = try await harness.appflow("CreateFlow", Payloads.flow())
    #expect(answer.status == 400)
    #expect(answer.code == "ValidationException")
    #expect(answer.message.contains("bucket policy"))
  }

  @Test("refuses a bucket that is missing, in another Region or another account's")
  func buckets() async throws {
    try await harness.prepare()
    let changes: [@Sendable (inout SandboxState) -> Void] = [
      { $0.buckets["acme-landing"]?.region = "eu-central-1" },
      {
        $0.buckets["acme-landing"]?.region = "us-east-1"
        $0.buckets["acme-landing"]?.account = "222222222222"
      },
      { $0.buckets["acme-landing"] = nil },
    ]
    for change in changes {
      harness.sandbox.update { change(&$0) }
      let answer = try await harness.appflow("CreateFlow", Payloads.flow())
      #expect(answer.code == "ValidationException")
      #expect(answer.message.contains("S3 bucket acme-landing"))
    }
  }

  @Test("sees a new bucket policy only after the lag")
  func lag() async throws {
    let harness = Harness { $0.settings.bucketPolicyLagMs = 5_000 }
    try await harness.prepare()
    #expect(try await harness.appflow("CreateFlow", Payloads.flow()).code == "ValidationException")
    harness.time.advance(ms: 5_000)
    #expect(try await harness.appflow("CreateFlow", Payloads.flow()).status == 200)
  }

  @Test("refuses a second flow of the same name, and one too many")
  func conflicts() async throws {
    let harness = Harness { $0.settings.maxFlows = 1 }
    try await harness.prepare()
    #expect(try await harness.appflow("CreateFlow", Payloads.flow()).status == 200)
    #expect(try await harness.appflow("CreateFlow", Payloads.flow()).code == "ConflictException")
    let more = try await harness.appflow("CreateFlow", Payloads.flow(name: "more"))
    #expect(more.status == 402)
  }

  @Test("UpdateFlow replaces everything but the connectors")
  func updates() async throws {
    try await harness.prepare()
    let update = Payloads.flow(description: "new").with("tags", value: nil)
    #expect(try await harness.appflow("UpdateFlow", update).code == "ResourceNotFoundException")
    #expect(try await harness.appflow("CreateFlow", Payloads.flow()).status == 200)
    #expect(try await harness.appflow("UpdateFlow", update.with("description", value: nil)).status == 200)
    let flow = try await harness.appflow("DescribeFlow", ["flowName": "accounts"]).json
    #expect(flow["description"] == nil)
    #expect(flow["tags"] == ["owner": "headgate"])
    let other = update.with(
      "sourceFlowConfig",
      value: ["connectorType": "S3", "sourceConnectorProperties": ["S3": ["bucketName": "acme-landing"]]])
    #expect(try await harness.appflow("UpdateFlow", other).code == "ValidationException")
  }
}
