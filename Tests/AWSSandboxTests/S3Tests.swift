import AWSClient
import AWSSandbox
import Testing

@Suite("S3")
struct S3Tests {
  let harness = Harness()

  @Test(
    "gives back the policy as it was put, in path style and virtual host style", arguments: [false, true])
  func roundTrip(virtualHost: Bool) async throws {
    #expect(try await harness.s3("GET", "?policy=", virtualHost: virtualHost).code == "NoSuchBucketPolicy")
    #expect(try await harness.putPolicy(Payloads.policy()).status == 204)
    #expect(try await harness.s3("GET", "?policy=", virtualHost: virtualHost).text == Payloads.policy())
    #expect(try await harness.s3("DELETE", "?policy=", virtualHost: virtualHost).status == 204)
    #expect(try await harness.s3("GET", "?policy=").status == 404)
    #expect(
      harness.sandbox.snapshot().journal.map(\.operation) == ["PutBucketPolicy", "DeleteBucketPolicy"])
  }

  @Test(
    "refuses a policy that S3 refuses",
    arguments: [
      "", "not json", "[]", "{}", #"{"Version":"2012-10-17"}"#, #"{"Version":"2011-01-01","Statement":[]}"#,
      #"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}]}"#,
      Payloads.policy(bucket: "other-bucket"), Payloads.policy(actions: ["ec2:RunInstances"]),
      Payloads.policy(effect: "Perhaps"),
      Payloads.policy().replacing("\"Service\"", with: "\"Svc\""),
      Payloads.policy().replacing("appflow.amazonaws.com", with: "appflow"),
      Payloads.policy() + String(repeating: " ", count: 20_481),
    ])
  func malformed(_ policy: String) async throws {
    let answer = try await harness.putPolicy(policy)
    #expect(answer.status == 400)
    #expect(answer.code == "MalformedPolicy")
    #expect(harness.sandbox.snapshot().journal.isEmpty)
  }

  @Test("demands a checksum of the policy and a digest of every body")
  func checksums() async throws {
    #expect(try await harness.s3("PUT", "?policy=", body: Payloads.policy()).code == "InvalidRequest")
    #expect(
      try await harness.s3("PUT", "?policy=", body: Payloads.policy(), headers: ["Content-MD5": "nonsense"])
        .code == "InvalidDigest")
    let wrong = try await harness.s3(
      "PUT", "?policy=", body: Payloads.policy(), headers: ["x-amz-checksum-crc32": "AAAAAA=="])
    #expect(wrong.code == "BadDigest")
    let bare = HTTPRequest(
      method: "GET", url: "https://s3.us-east-1.amazonaws.com/acme-landing?policy=",
      signing: SigV4Signing(credentials: Harness.tenant, region: "us-east-1", service: "s3"), timeoutMs: 1_000
    )
    #expect(try await harness.send(bare).code == "InvalidRequest")
  }

  @Test("checks the CRC32 that AWS's SDKs send")
  func crc32() async throws {
    // The CRC-32 of "123456789" is CBF43926; no policy, so what is refused is the policy.
    let answer = try await harness.s3(
      "PUT", "?policy=", body: "123456789", headers: ["x-amz-checksum-crc32": "y/Q5Jg=="])
    #expect(answer.code == "MalformedPolicy")
  }

  @Test("refuses the wrong owner, another account, another Region and a bucket that is not there")
  func refuses() async throws {
    let owner = try await harness.putPolicy(
      Payloads.policy(), headers: ["x-amz-expected-bucket-owner": "222222222222"])
    #expect(owner.status == 403)
    #expect(try await harness.s3("GET", "?policy=", as: Harness.isv).code == "AccessDenied")
    let region = try await harness.s3("GET", "?policy=", region: "eu-central-1")
    #expect(region.status == 301)
    #expect(region.response.headers["x-amz-bucket-region"] == "us-east-1")
    #expect(try await harness.s3("GET", "?policy=", bucket: "nope").code == "NoSuchBucket")
    let head = try await harness.s3("HEAD", "", bucket: "nope")
    #expect(head.status == 404)
    #expect(head.text.isEmpty)
    #expect(try await harness.s3("GET", "?acl=").status == 501)
    #expect(harness.sandbox.snapshot().journal.isEmpty)
  }

  @Test("answers 405 to another account that the policy would let in")
  func otherAccount() async throws {
    let policy =
      #"{"Statement":{"Effect":"Allow","Principal":{"AWS":"999999999999"},"Action":"s3:*","Resource":"arn:aws:s3:::acme-landing"}}"#
    let harness = Harness { $0.buckets["acme-landing"]?.policy = policy }
    #expect(try await harness.s3("GET", "?policy=", as: Harness.isv).status == 405)
    #expect(try await harness.s3("HEAD", "", as: Harness.isv).status == 200)
  }

  @Test("tells where a bucket is, and lists the caller's own")
  func locations() async throws {
    let harness = Harness { $0.buckets["eu"] = .init(account: "111111111111", region: "eu-central-1") }
    #expect(
      try await harness.s3("GET", "?location=", bucket: "eu").text.contains(
        ">eu-central-1</LocationConstraint>"))
    let list = try await harness.s3("GET", "", bucket: "")
    #expect(list.text.contains("<Name>acme-landing</Name>"))
    #expect(try await !harness.s3("GET", "", bucket: "", as: Harness.isv).text.contains("acme"))
  }
}
