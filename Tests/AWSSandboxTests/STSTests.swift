import AWSClient
import AWSSandbox
import Testing

@Suite("STS")
struct STSTests {
  let harness = Harness()

  private func assume(_ changes: [String: String?] = [:], as credentials: AWSCredentials = Harness.isv)
    async throws -> Answer
  {
    var form: [String: String] = [
      "Action": "AssumeRole", "RoleArn": Harness.role, "RoleSessionName": "headgate", "ExternalId": "hg-acme",
    ]
    for (name, value) in changes { form[name] = value }
    return try await harness.sts(form, as: credentials)
  }

  @Test("issues a session that acts in the role's account and is written to the journal")
  func assumes() async throws {
    let session = try await harness.session()
    let identity = try await harness.sts(["Action": "GetCallerIdentity"], as: session)
    #expect(identity.element("Account") == "111111111111")
    #expect(identity.element("Arn") == "arn:aws:sts::111111111111:assumed-role/headgate/headgate")
    #expect(harness.sandbox.snapshot().journal.map(\.operation) == ["AssumeRole"])
  }

  @Test(
    "denies a missing or wrong external id, and a role that does not exist, in the same words",
    arguments: [
      ["ExternalId": nil], ["ExternalId": "hg-other"], ["RoleArn": "arn:aws:iam::111111111111:role/nope"],
    ])
  func denies(_ changes: [String: String?]) async throws {
    let answer = try await assume(changes)
    #expect(answer.status == 403)
    #expect(answer.code == "AccessDenied")
    #expect(
      answer.message.contains("is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::"))
    #expect(harness.sandbox.snapshot().journal.isEmpty)
  }

  @Test("denies a caller that the role does not trust")
  func deniesUntrusted() async throws {
    #expect(try await assume(as: Harness.tenant).code == "AccessDenied")
  }

  @Test(
    "refuses parameters outside their bounds",
    arguments: [
      ["DurationSeconds": "899"], ["DurationSeconds": "43201"], ["DurationSeconds": "7200"],
      ["RoleSessionName": "x"], ["RoleSessionName": "a b"], ["RoleSessionName": nil], ["RoleArn": nil],
      ["ExternalId": "x"],
    ])
  func refuses(_ changes: [String: String?]) async throws {
    let answer = try await assume(changes)
    #expect(answer.status == 400)
    #expect(answer.code == "ValidationError")
  }

  @Test("refuses a session after its expiry, each service in its own words")
  func expires() async throws {
    let session = try await harness.session()
    #expect(try await harness.appflow("ListFlows", [:], as: session).status == 200)
    harness.time.advance(ms: 3_600_000)
    let appflow = try await harness.appflow("ListFlows", [:], as: session)
    #expect(appflow.status == 403)
    #expect(appflow.code == "ExpiredTokenException")
    #expect(try await harness.s3("GET", "?policy=", as: session).code == "ExpiredToken")
    #expect(try await harness.sts(["Action": "GetCallerIdentity"], as: session).code == "ExpiredToken")
    let secrets = try await harness.secrets("GetSecretValue", ["SecretId": "client"], as: session)
    #expect(secrets.status == 400)
    #expect(secrets.code == "ExpiredTokenException")
  }

  @Test("refuses unknown keys, wrong secrets and a session without its token")
  func refusesBadCredentials() async throws {
    let unknown = AWSCredentials(accessKeyId: "AKIDNOBODY", secretAccessKey: "x")
    #expect(
      try await harness.sts(["Action": "GetCallerIdentity"], as: unknown).code == "InvalidClientTokenId")
    #expect(try await harness.appflow("ListFlows", [:], as: unknown).code == "UnrecognizedClientException")
    #expect(try await harness.s3("GET", "?policy=", as: unknown).code == "InvalidAccessKeyId")
    let wrong = AWSCredentials(accessKeyId: "AKIDISV", secretAccessKey: "wrong")
    #expect(try await harness.appflow("ListFlows", [:], as: wrong).code == "InvalidSignatureException")
    let session = try await harness.session()
    let bare = AWSCredentials(accessKeyId: session.accessKeyId, secretAccessKey: session.secretAccessKey)
    #expect(try await harness.appflow("ListFlows", [:], as: bare).code == "UnrecognizedClientException")
  }

  @Test("refuses a request that nobody signed, or that is signed for another Region")
  func refusesUnsigned() async throws {
    let unsigned = HTTPRequest(
      method: "POST", url: "https://appflow.us-east-1.amazonaws.com/list-flows", timeoutMs: 1_000)
    #expect(try await harness.send(unsigned).code == "MissingAuthenticationTokenException")
    var elsewhere = unsigned
    elsewhere.signing = SigV4Signing(credentials: Harness.tenant, region: "eu-west-1", service: "appflow")
    #expect(try await harness.send(elsewhere).code == "InvalidSignatureException")
  }

  @Test("denies what the role's permissions do not allow")
  func permissions() async throws {
    let harness = Harness { $0.roles[Harness.role]?.permissions = .init(allow: ["appflow:List*"], deny: []) }
    let session = try await harness.session()
    #expect(try await harness.appflow("ListFlows", [:], as: session).status == 200)
    let denied = try await harness.appflow("DescribeFlow", ["flowName": "accounts"], as: session)
    #expect(denied.status == 403)
    #expect(denied.code == "AccessDeniedException")
    #expect(denied.message.contains("appflow:DescribeFlow"))
    #expect(try await harness.s3("GET", "?policy=", as: session).code == "AccessDenied")
  }
}
