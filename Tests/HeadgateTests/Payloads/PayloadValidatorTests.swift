import AWSClient
import Headgate
import Testing

@Suite("Payloads at the door")
struct PayloadValidatorTests {
  private func violations(_ kind: String, _ payload: String) -> [String] {
    do {
      try PayloadValidator.validate(kind: kind, payload: payload)
      return []
    } catch { return error.violations.map(\.description) }
  }

  private func flow(_ path: String, _ value: JSONValue?) throws -> [String] {
    let payload = try SamplePayloads.value(SamplePayloads.createFlow)
    let changed = payload.replacing(path.split(separator: ".").map(String.init)) { _ in value }
    return violations("create-flow", changed.text())
  }

  @Test("Sound payloads pass and name their resource")
  func accepts() throws {
    #expect(
      try PayloadValidator.validate(kind: "create-flow", payload: SamplePayloads.createFlow).resource
        == "flow/accounts")
    #expect(
      try PayloadValidator.validate(kind: "create-connector-profile", payload: SamplePayloads.createProfile)
        .resource == "profile/sf")
    #expect(try PayloadValidator.validate(kind: "assume-role", payload: "{}").resource == "role")
    #expect(
      try PayloadValidator.validate(kind: "put-bucket-policy", payload: "{\"Bucket\":\"landing\"}").resource
        == "bucket/landing")
    #expect(violations("start-flow", "{\"flowName\":\"accounts\",\"wait\":true}") == [])
    #expect(
      violations("delete-flow", "{\"flowName\":\"accounts\",\"forceDelete\":true,\"cancelRunning\":true}")
        == [])
    #expect(violations("delete-connector-profile", "{\"connectorProfileName\":\"sf\"}") == [])
  }

  @Test("A wrong value of an enumeration is answered with the right ones")
  func enumerations() throws {
    #expect(
      try flow("tasks.0.taskType", "Filtr") == [
        "tasks[0].taskType: 'Filtr' is none of Arithmetic, Filter, Map, Map_all, Mask, Merge, Passthrough, "
          + "Truncate, …; did you mean Filter?"
      ])
    #expect(
      violations(
        "create-flow",
        SamplePayloads.createFlow.replacing("{\"flowName\"", "{\"onConflict\":\"x\",\"flowName\""))
        == ["onConflict: 'x' is none of fail, update, adopt"])
  }

  @Test("A missing member is named, and an unknown one with its neighbour")
  func members() throws {
    #expect(violations("start-flow", "{}") == ["flowName: is missing; expected a string"])
    #expect(
      violations("start-flow", "{\"flowNam\":\"ab\"}") == [
        "flowNam: is not a member of start-flow's payload; did you mean flowName?",
        "flowName: is missing; expected a string",
      ])
    #expect(
      try flow("tasks.1.sourceFeilds", [])
        == ["tasks[1].sourceFeilds: is not a member of tasks[1]; did you mean sourceFields?"])
    #expect(
      violations("stop-flow", "{\"flowName\":\"ab\",\"wait\":true}").count == 1, "wait is start-flow's alone")
    #expect(
      try flow("tasks", nil) == ["tasks: is missing; expected a list"])
  }

  @Test("Types, lengths, patterns and ranges are checked")
  func constraints() throws {
    #expect(try flow("tasks", "x") == ["tasks: is a string; expected a list"])
    #expect(try flow("description", 3) == ["description: is a number; expected a string"])
    #expect(
      try flow("description", .null) == ["description: is null; expected a string, or leave the member out"])
    #expect(try flow("flowName", "a") == ["flowName: 'a' does not match [a-zA-Z0-9][\\w!@#.-]+"])
    #expect(try flow("flowName", "späth").count == 1)
    #expect(try flow("flowName", "").count == 2)
    #expect(
      try flow("flowName", .string(String(repeating: "a", count: 257)))
        == ["flowName: has 257 characters; expected at most 256"])
    let offset = "triggerConfig.triggerProperties.Scheduled.scheduleOffset"
    #expect(try flow(offset, 36_001) == ["\(offset): is 36001; expected at most 36000"])
    #expect(try flow(offset, -1) == ["\(offset): is -1; expected at least 0"])
    #expect(try flow(offset, .number(1.5)) == ["\(offset): has a fraction; expected an integer"])
    #expect(
      try flow("triggerConfig.triggerProperties.Scheduled.scheduleStartTime", "2026-01-01T00:00:00Z") == [
        "triggerConfig.triggerProperties.Scheduled.scheduleStartTime: is a string; expected a time in Unix "
          + "seconds: write 1767225600"
      ])
    let start = "triggerConfig.triggerProperties.Scheduled.scheduleStartTime"
    #expect(try flow(start, .number(1_767_225_600.5)) == [])
    #expect(try flow(start, 1_767_225_600_000_000).count == 1)
    #expect(try flow(start, -1).count == 1)
    #expect(try flow("tags", ["aws:x": "y"]).count == 1)
    #expect(try flow("tasks.1.taskProperties", ["NONSENSE": "y"]).count == 1)
  }

  @Test("All that is wrong is said at once, up to a bound")
  func everything() throws {
    #expect(violations("create-flow", "{\"flowName\":3}").count == 5)
    let tasks = JSONValue.array(Array(repeating: .object([:]), count: 100))
    #expect(try flow("tasks", tasks).count == PayloadLimits.maxViolations)
  }

  @Test("What is not JSON, no object or no kind is refused in one sentence")
  func form() {
    #expect(
      violations("start-flow", "{\"flowName\":}")
        == ["payload: is not JSON: line 1, column 13: expected a value"])
    #expect(violations("start-flow", "[]") == ["payload: is a list; expected an object"])
    #expect(
      violations("creat-flow", "{}") == [
        "payload: 'creat-flow' is not a kind of job; did you mean create-flow?"
      ])
  }

  @Test(
    "A secret in plain text is refused, and never quoted",
    arguments: ["hunter2hunter2", "x{{resolve:env:A}}"])
  func inlineSecrets(_ secret: String) throws {
    let payload = try SamplePayloads.value(SamplePayloads.createProfile)
    let base = ["connectorProfileConfig", "connectorProfileCredentials"]
    for member in ["accessToken", "refreshToken", "jwtToken"] {
      let changed = payload.replacing(base + ["Salesforce", member]) { _ in .string(secret) }
      let found = violations("create-connector-profile", changed.text())
      #expect(found.count == 1)
      #expect(found[0].contains("Salesforce.\(member): holds a secret in plain text; write a reference"))
      #expect(!found[0].contains("hunter2"))
    }
    let custom: JSONValue = [
      "CustomConnector": [
        "authenticationType": "CUSTOM",
        "custom": ["customAuthenticationType": "x", "credentialsMap": ["key": .string(secret)]],
      ]
    ]
    let changed = payload.replacing(base) { _ in custom }
    #expect(violations("create-connector-profile", changed.text()).count == 1)
  }

  @Test("A secret that was resolved is checked like any value, and still never quoted")
  func resolvedSecrets() throws {
    let payload = try SamplePayloads.value(SamplePayloads.createProfile)
    let token = ["connectorProfileConfig", "connectorProfileCredentials", "Salesforce", "accessToken"]
    func violations(_ secret: String) -> [String] {
      PayloadValidator.violations(
        kind: "create-connector-profile", value: payload.replacing(token) { _ in .string(secret) },
        isResolved: true
      ).map(\.message).filter { !$0.contains("{{") }
    }
    #expect(violations("abc") == [])
    #expect(violations("hunter 2") == ["the value does not match \\S+"])
    #expect(violations(String(repeating: "a", count: 4097)) == ["has 4097 characters; expected at most 4096"])
  }

  @Test("Every member that holds a secret is known, and an ARN is none")
  func secretMembers() {
    let members = ShapeModel.shared.secretMembers
    for name in [
      "accessToken", "refreshToken", "apiKey", "apiSecretKey", "clientSecret", "password", "secretKey",
      "accessKeyId",
      "secretAccessKey", "jwtToken", "authCode", "apiToken", "applicationKey", "datakey", "privateKey",
    ] { #expect(members.contains(name), "\(name)") }
    #expect(!members.contains("clientCredentialsArn"))
    #expect(!members.contains("username"))
  }

  @Test("A reference that is malformed, or names the resource, is refused")
  func references() throws {
    #expect(try flow("description", "{{resolve:vault:x}}").count == 1)
    #expect(try flow("description", "{{resolve:env:X}}") == [])
    #expect(
      try flow("flowName", "{{resolve:env:X}}") == ["flowName: holds a reference; expected the name itself"])
  }

  @Test("A URL with a password in it is refused, and the password is not repeated")
  func passwordInURL() {
    func refresh(_ url: String) -> [String] {
      violations(
        "refresh-connector-profile",
        """
        {"connectorProfileName":"p","grantType":"password","tokenUrl":"\(url)","clientId":"app",
         "username":"u","privateKey":"{{resolve:env:K}}"}
        """)
    }
    #expect(refresh("https://a.my.salesforce.com/services/oauth2/token") == [])
    #expect(
      refresh("https://u:hunter2@a.my.salesforce.com/x") == [
        "tokenUrl: is a URL with a password in it; expected one without"
      ])
    #expect(refresh("https://a.my.salesforce.com/x?a:b@c") == [])
  }

  @Test("A bucket's policy has to be a policy")
  func bucketPolicy() {
    #expect(
      violations("put-bucket-policy", "{\"Bucket\":\"landing\",\"Policy\":\"{\\\"Statement\\\":[]}\"}") == [])
    #expect(violations("put-bucket-policy", "{\"Bucket\":\"landing\",\"Policy\":\"nonsense\"}").count == 1)
    #expect(
      violations("put-bucket-policy", "{\"Bucket\":\"Landing_\",\"ExpectedBucketOwner\":\"12\"}").count == 2)
  }

  @Test("The catalogue of kinds has the names that the database knows")
  func catalogue() throws {
    #expect(KindCatalog.all.count == 11)
    let flow = try #require(KindCatalog["create-flow"])
    #expect(flow.resourcePrefix == "flow/" && flow.resourceField == "$.flowName")
    #expect(
      flow.requiredFields
        == ["flowName", "triggerConfig", "sourceFlowConfig", "destinationFlowConfigList", "tasks"])
    let role = try #require(KindCatalog["assume-role"])
    #expect(role.resourcePrefix == "role" && role.resourceField == nil && role.requiredFields == [])
    #expect(KindCatalog["put-bucket-policy"]?.requiredFields == ["Bucket"])
    for kind in KindCatalog.all {
      if let member = kind.resourceMember { #expect(kind.requiredFields.contains(member), "\(kind.kind)") }
    }
  }
}

extension String {
  fileprivate func replacing(_ text: String, _ other: String) -> String {
    guard let range = self.firstRange(of: text) else { return self }
    return self.replacingCharacters(range, other)
  }

  private func replacingCharacters(_ range: Range<String.Index>, _ other: String) -> String {
    String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
