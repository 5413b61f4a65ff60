import AWSClient
import AWSSandbox
import Testing

@Suite("Secrets Manager")
struct SecretsManagerTests {
  let harness = Harness()

  @Test("finds a secret by name, by full ARN and by ARN without its random characters")
  func finds() async throws {
    let byName = try await harness.secrets("GetSecretValue", ["SecretId": "salesforce/acme"])
    #expect(byName.json["SecretString"] == #"{"refreshToken":"good"}"#)
    let arn = try #require(byName.json["ARN"])
    #expect(try await harness.secrets("GetSecretValue", ["SecretId": arn]).json == byName.json)
    let partial = try await harness.secrets("GetSecretValue", ["SecretId": .string(Harness.isvSecret)])
    #expect(partial.json == byName.json)
  }

  @Test("keeps the version before, and takes the caller's token as the version")
  func versions() async throws {
    let token = "00000000-0000-0000-0000-000000000001"
    let put: JSONValue = [
      "SecretId": "salesforce/acme", "SecretString": "new", "ClientRequestToken": .string(token),
    ]
    for _ in 1...2 { #expect(try await harness.secrets("PutSecretValue", put).status == 200) }
    let other = try await harness.secrets("PutSecretValue", put.with("SecretString", value: "other"))
    #expect(other.code == "ResourceExistsException")
    let current = try await harness.secrets("GetSecretValue", ["SecretId": "salesforce/acme"])
    #expect(current.json["SecretString"] == "new")
    #expect(current.json["VersionId"] == .string(token))
    let previous = try await harness.secrets(
      "GetSecretValue", ["SecretId": "salesforce/acme", "VersionStage": "AWSPREVIOUS"])
    #expect(previous.json["SecretString"] == #"{"refreshToken":"good"}"#)
    #expect(harness.sandbox.snapshot().journal.count == 1)
  }

  @Test("refuses what is not there, another account's, and what is marked for deletion")
  func refuses() async throws {
    #expect(
      try await harness.secrets("GetSecretValue", ["SecretId": "nope"]).code == "ResourceNotFoundException")
    let foreign = try await harness.secrets(
      "GetSecretValue", ["SecretId": .string(Harness.isvSecret)], as: Harness.tenant)
    #expect(foreign.code == "AccessDeniedException")
    #expect(try await harness.secrets("GetSecretValue", [:]).code == "ValidationException")
    #expect(try await harness.secrets("DeleteSecret", ["SecretId": "salesforce/acme"]).status == 200)
    let deleted = try await harness.secrets("GetSecretValue", ["SecretId": "salesforce/acme"])
    #expect(deleted.code == "InvalidRequestException")
  }

  @Test("creates a secret once, and describes and removes it")
  func creates() async throws {
    let create: JSONValue = ["Name": "fresh", "SecretString": "s"]
    #expect(try await harness.secrets("CreateSecret", create).status == 200)
    #expect(try await harness.secrets("CreateSecret", create).code == "ResourceExistsException")
    #expect(
      try await harness.secrets("CreateSecret", ["Name": "a b", "SecretString": "s"]).code
        == "ValidationException")
    #expect(try await harness.secrets("CreateSecret", ["Name": "b"]).code == "InvalidParameterException")
    #expect(try await harness.secrets("DescribeSecret", ["SecretId": "fresh"]).json["Name"] == "fresh")
    let delete: JSONValue = ["SecretId": "fresh", "ForceDeleteWithoutRecovery": true]
    #expect(try await harness.secrets("DeleteSecret", delete).status == 200)
    #expect(
      try await harness.secrets("DescribeSecret", ["SecretId": "fresh"]).code == "ResourceNotFoundException")
  }
}
