import AWSClient
import Foundation
import Testing
import TimeAndChance

/// The functions of the services that moto simulates, over libcurl to moto's server, with boto3 as the second opinion.
@Suite("STS, S3 and Secrets Manager on moto's server", .timeLimit(.minutes(2)))
struct MotoTests {
  private static let region = "eu-central-1"
  private let moto: PythonServer
  private let client: AWSClient
  private let me: StaticCredentials

  init() throws {
    moto = try PythonServer("moto_server.py")
    let environment = moto.environment
    client = AWSClient(
      transport: try CurlTransport(), endpoints: EndpointResolver(environment: environment),
      time: SystemTime(),
      random: SystemRandom())
    me = StaticCredentials(
      AWSCredentials(
        accessKeyId: environment["AWS_ACCESS_KEY_ID"] ?? "",
        secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"] ?? ""))
  }

  @Test("a secret is read by name and by ARN, written anew, and its version before stays readable")
  func secrets() async throws {
    let manager = SecretsManager(caller: client, region: Self.region)
    let first = #"{"token":"one","other":"ä"}"#
    let arn = try #require(
      try moto.ask(["do": "create-secret", "name": "salesforce/acme", "text": first])["arn"] as? String)
    for id in ["salesforce/acme", arn] {
      #expect(try await manager.secretString(id: id, as: me, observe: { _ in }) == first)
    }
    let second = #"{"token":"two"}"#
    for _ in 0..<2 {
      try await manager.putSecretString(
        id: arn, text: second, token: "0123456789abcdef0123456789abcdef", as: me, observe: { _ in })
    }
    #expect(try await manager.secretString(id: arn, as: me, observe: { _ in }) == second)
    #expect(
      try await manager.secretString(id: arn, versionStage: "AWSPREVIOUS", as: me, observe: { _ in }) == first
    )
    let seen = try moto.ask(["do": "secret", "name": "salesforce/acme", "stage": "AWSCURRENT"])
    #expect(seen["text"] as? String == second)
    let missing = await #expect(throws: AWSError.self) {
      try await manager.secretString(id: "nowhere", as: me, observe: { _ in })
    }
    #expect(missing?.classification == ErrorClassification(.notFound, "not-found"))
  }

  @Test("a role is assumed, and its session says who it is")
  func roles() async throws {
    let sts = STS(caller: client, region: Self.region)
    let role = try await sts.assumeRole(
      roleARN: "arn:aws:iam::123456789012:role/headgate", externalId: "hg-acme", sessionName: "headgate-acme",
      as: me, observe: { _ in })
    #expect(role.assumedRoleARN == "arn:aws:sts::123456789012:assumed-role/headgate/headgate-acme")
    let session = StaticCredentials(role.credentials)
    let identity = try await sts.callerIdentity(as: session, observe: { _ in })
    #expect(identity.arn == role.assumedRoleARN && identity.account == "123456789012")
  }

  @Test("a bucket's policy, its Region, and the list of buckets")
  func buckets() async throws {
    let s3 = S3(caller: client, region: Self.region)
    try moto.ask(["do": "create-bucket", "bucket": "acme-landing"])
    #expect(try await s3.bucketPolicy("acme-landing", expectedOwner: nil, as: me, observe: { _ in }) == nil)
    #expect(
      try await s3.bucketRegion("acme-landing", expectedOwner: nil, as: me, observe: { _ in }) == Self.region)
    let policy =
      #"{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Principal":{"Service":"appflow.amazonaws.com"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::acme-landing/*"}]}"#
    try await s3.putBucketPolicy(
      "acme-landing", policy: policy, expectedOwner: nil, as: me, observe: { _ in })
    #expect(
      try await s3.bucketPolicy("acme-landing", expectedOwner: nil, as: me, observe: { _ in }) == policy)
    let seen = try moto.ask(["do": "bucket-policy", "bucket": "acme-landing"])["policy"] as? [String: Any]
    #expect(seen?["Version"] as? String == "2012-10-17")
    let list = try await s3.listBuckets(as: me, observe: { _ in })
    #expect(list.items.contains { $0["Name"] == "acme-landing" })
    let missing = await #expect(throws: AWSError.self) {
      try await s3.bucketRegion("nobody-has-this-one", expectedOwner: nil, as: me, observe: { _ in })
    }
    #expect(missing?.classification.errorClass == .notFound)
  }
}
