import AWSClient
import Foundation
import Testing
import TimeAndChance

/// Each service's functions over libcurl, to a server that lets botocore check every signature and answers in the
/// service's own wire protocol.
@Suite("the services' functions on the wire", .timeLimit(.minutes(2)))
struct ServicesOnTheWireTests {
  let client: AWSClient
  let log = CallLog()
  let region = "eu-central-1"
  let me = StaticCredentials(SignatureTests.temporaryKey)

  init() throws {
    let server = try WireServer.shared.get()
    try server.requireBotocore()
    client = AWSClient(
      transport: try CurlTransport(),
      endpoints: EndpointResolver(environment: ["AWS_ENDPOINT_URL": server.base]),
      time: SystemTime(), random: SystemRandom())
  }

  @Test("STS: who am I, and assuming a role with an external id")
  func sts() async throws {
    let sts = STS(caller: client, region: region)
    let identity = try await sts.callerIdentity(as: me, observe: log.observe)
    #expect(
      identity
        == CallerIdentity(
          account: "111122223333", arn: "arn:aws:iam::111122223333:user/wire", userId: "AIDAWIRE"))
    let role = try await sts.assumeRole(
      roleARN: "arn:aws:iam::444455556666:role/path/Röle+x", externalId: "id=1&x:y/z@,-_ü",
      sessionName: "s@1",
      durationSeconds: 900, as: me, observe: log.observe)
    #expect(role.accountId == "444455556666")
    #expect(role.assumedRoleARN == "arn:aws:sts::444455556666:assumed-role/Röle+x/s@1")
    #expect(role.assumedRoleId == "AROAWIRE:s@1")
    #expect(role.credentials.sessionToken == "id=1&x:y/z@,-_ü&token//+==")
    #expect(role.credentials.expiresAtMs == 1_893_553_445_000)
    // The keys that came back sign the next call.
    let assumed = AssumedRoleProvider(
      RoleIdentity(
        roleARN: "arn:aws:iam::444455556666:role/r", externalId: "e-1", region: region, sessionName: "s"),
      cache: RoleCredentialsCache(caller: client, base: me, time: SystemTime()))
    _ = try await sts.callerIdentity(as: assumed, observe: log.observe)
    #expect(
      log.records.map(\.operation) == ["GetCallerIdentity", "AssumeRole", "AssumeRole", "GetCallerIdentity"])
    #expect(log.records.allSatisfy { $0.httpStatus == 200 && $0.requestId == "req-sts" && $0.attempt == 1 })
  }

  @Test("STS: a role that refuses")
  func deniedRole() async throws {
    let error = await #expect(throws: AWSError.self) {
      try await STS(caller: client, region: region).assumeRole(
        roleARN: "arn:aws:iam::444455556666:role/r", externalId: "wrong", sessionName: "s", as: me,
        observe: log.observe)
    }
    #expect(error?.classification == ErrorClassification(.permanent, "assume-role-denied"))
    #expect(error?.code == "AccessDenied")
    #expect(error?.httpStatus == 403)
    #expect(error?.requestId == "req-sts")
    #expect(error?.message.contains("is not authorized to perform: sts:AssumeRole") == true)
    #expect(log.records.map(\.errorCode) == ["AccessDenied"])
  }

  @Test("S3: reading and writing a bucket's policy, its Region, and the list of buckets")
  func s3() async throws {
    let s3 = S3(caller: client, region: region)
    let bucket = "bucket-\(UUID().uuidString.lowercased())"
    let owner = "111122223333"
    #expect(try await s3.bucketPolicy(bucket, expectedOwner: owner, as: me, observe: log.observe) == nil)
    let policy = #"{"Version":"2012-10-17","Statement":[{"Sid":"Ünïcødé ☂"}]}"#
    try await s3.putBucketPolicy(bucket, policy: policy, expectedOwner: owner, as: me, observe: log.observe)
    #expect(try await s3.bucketPolicy(bucket, expectedOwner: nil, as: me, observe: log.observe) == policy)
    for (bucket, region) in [("oldest", "us-east-1"), ("old", "eu-west-1"), ("dotted.name", "eu-central-1")] {
      #expect(try await s3.bucketRegion(bucket, expectedOwner: owner, as: me, observe: log.observe) == region)
    }
    #expect(
      try await s3.listBuckets(as: me, observe: log.observe)
        == AWSListing(items: [["Name": "one"], ["Name": "two.dotted"]], isComplete: true))
    let error = await #expect(throws: AWSError.self) {
      try await s3.bucketPolicy(bucket, expectedOwner: "999999999999", as: me, observe: log.observe)
    }
    #expect(error?.classification == ErrorClassification(.permanent, "access-denied"))
  }

  @Test("Secrets Manager: a secret's text, and what is not one")
  func secretsManager() async throws {
    let secrets = SecretsManager(caller: client, region: region)
    let secret = try await secrets.secretString(
      id: "tenant/ä b", versionStage: "AWSPENDING", as: me, observe: log.observe)
    #expect(try JSONValue(parsing: secret) == ["of": "tenant/ä b", "stage": "AWSPENDING"])
    let missing = await #expect(throws: AWSError.self) {
      try await secrets.secretString(id: "missing", as: me, observe: log.observe)
    }
    #expect(missing?.classification == ErrorClassification(.notFound, "not-found"))
    #expect(missing?.message == "no such secret")
    let binary = await #expect(throws: AWSError.self) {
      try await secrets.secretString(id: "binary", as: me, observe: log.observe)
    }
    #expect(binary?.code == "SecretIsBinary")
  }

  @Test("AppFlow: every operation goes out byte for byte, and its reads are decoded")
  func appFlow() async throws {
    let appFlow = AppFlow(caller: client, region: region)
    let body = Array(#"{ "flowName" : "flöw" , "clientToken":"t-1", "n": 1.0 }"#.utf8)
    for operation in [
      AppFlowOperation.createFlow, .updateFlow, .startFlow, .createConnectorProfile, .updateConnectorProfile,
      .listConnectors, .describeConnectors, .listConnectorEntities, .describeConnectorEntity, .listFlows,
      .cancelFlowExecutions, .deleteConnectorProfile, .describeConnector,
    ] {
      let answer = try await appFlow.send(operation, body: body, as: me, observe: log.observe)
      #expect(answer["target"]?.string == operation.path)
      #expect(answer["sha256"]?.string == SHA256.hex(of: body))
    }
    let deleted = try await appFlow.send(.deleteFlow, body: body, as: me, observe: log.observe)
    #expect(deleted == [:])
    let page = await #expect(throws: AWSError.self) {
      try await appFlow.send(.stopFlow, body: body, as: me, observe: log.observe)
    }
    #expect(page?.classification == ErrorClassification(.transient, "invalid-answer"))
    #expect(page?.mayHaveBeenProcessed == true)
  }

  @Test("AppFlow: what is not there is nil or missing from the list; pages are followed")
  func appFlowReads() async throws {
    let appFlow = AppFlow(caller: client, region: region)
    let flow = try await appFlow.describeFlow("accounts", as: me, observe: log.observe)
    #expect(flow?["flowStatus"] == "Active")
    #expect(try await appFlow.describeFlow("missing", as: me, observe: log.observe) == nil)
    #expect(try await appFlow.describeFlow("deleted", as: me, observe: log.observe) == nil)
    let state = try await appFlow.flowState("accounts", as: me, observe: log.observe)
    #expect(state?.isActive == true)
    #expect(state?.isOnDemand == false)
    #expect(try await appFlow.flowState("demand", as: me, observe: log.observe)?.isOnDemand == true)
    #expect(try await appFlow.flowState("missing", as: me, observe: log.observe) == nil)
    #expect(try await appFlow.flowState("deleted", as: me, observe: log.observe) == nil)
    let profiles = try await appFlow.describeConnectorProfiles(
      ["a", "missing", "b"], as: me, observe: log.observe)
    #expect(profiles.map { $0["connectorProfileName"]?.string } == ["a", "b"])
    #expect(try await appFlow.connectorProfile("missing", as: me, observe: log.observe) == nil)
    #expect(try await appFlow.connectorProfile("b", as: me, observe: log.observe) != nil)
    let all = try await appFlow.describeFlowExecutionRecords("accounts", as: me, observe: log.observe)
    #expect(all.count == 15)
    let before = log.records.count
    let run = try await appFlow.flowExecution("run-1-2", of: "accounts", as: me, observe: log.observe)
    #expect(run?["executionId"] == "run-1-2")
    #expect(log.records.count - before == 2)
    #expect(try await appFlow.flowExecution("none", of: "accounts", as: me, observe: log.observe) == nil)
  }
}
