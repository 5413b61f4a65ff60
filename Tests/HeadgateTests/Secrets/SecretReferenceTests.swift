import AWSClient
import Headgate
import Testing

@Suite("Secret references")
struct SecretReferenceTests {
  static let arn = "arn:aws:secretsmanager:us-east-1:999999999999:secret:salesforce/alder"

  @Test(
    "Each form is read, and written back the same",
    arguments: [
      ("{{resolve:env:TOKEN_1}}", SecretReference.environment(name: "TOKEN_1")),
      ("{{resolve:file:/run/secrets/a b:c}}", .file(path: "/run/secrets/a b:c")),
      ("{{resolve:secretsmanager:sf/alder}}", .secretsManager(.init(id: "sf/alder"))),
      (
        "{{resolve:secretsmanager:sf:SecretString:accessToken}}",
        .secretsManager(.init(id: "sf", jsonKey: "accessToken"))
      ),
      (
        "{{resolve:secretsmanager:sf:SecretString:key:AWSPREVIOUS}}",
        .secretsManager(.init(id: "sf", jsonKey: "key", versionStage: "AWSPREVIOUS"))
      ),
      (
        "{{resolve:secretsmanager:sf:SecretString::AWSPENDING}}",
        .secretsManager(.init(id: "sf", versionStage: "AWSPENDING"))
      ),
      ("{{resolve:secretsmanager:\(arn)}}", .secretsManager(.init(id: arn))),
      (
        "{{resolve:secretsmanager:\(arn):SecretString:accessToken}}",
        .secretsManager(.init(id: arn, jsonKey: "accessToken"))
      ),
    ])
  func roundTrip(text: String, reference: SecretReference) throws {
    #expect(try SecretReference(parsing: text) == reference)
    #expect(reference.description == text)
  }

  @Test("An ARN says in which Region the secret is")
  func region() {
    #expect(SecretsManagerReference(id: Self.arn).region == "us-east-1")
    #expect(SecretsManagerReference(id: "sf").region == nil)
  }

  @Test(
    "What is malformed is refused",
    arguments: [
      "", "plain", "{{resolve:}}", "{{resolve:env}}", "{{resolve:env:}}", "{{resolve:env:1A}}",
      "{{resolve:env:A B}}",
      "{{resolve:file:}}", "{{resolve:file:relative}}", "{{resolve:ssm:x}}", "{{resolve:secretsmanager:}}",
      "{{resolve:secretsmanager:sf:accessToken}}", "{{resolve:secretsmanager:sf:SecretString:a:b:c}}",
      "{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:1}}",
      "{{resolve:secretsmanager:arn:aws:iam:us-east-1:1:secret:x}}", "{{resolve:env:A}} ",
    ])
  func refuses(_ text: String) {
    #expect(throws: SecretReferenceError.self) { try SecretReference(parsing: text) }
  }

  @Test(
    "Somebody who writes the secret itself into a reference does not see it again",
    arguments: [
      "{{resolve:hunter2hunter2}}", "{{resolve:env:hunter2-hunter2}}", "{{resolve:file:hunter2}}",
      "{{resolve:secretsmanager:a:hunter2}}", "{{resolve:hunter2",
    ])
  func quiet(_ text: String) {
    do {
      _ = try ReferenceText(parsing: text)
      Issue.record("\(text) was taken")
    } catch { #expect(!error.message.contains("hunter2"), "\(error)") }
  }

  @Test("References are found within text, in order")
  func embedded() throws {
    let text = try ReferenceText(parsing: "a{{b{{resolve:env:A}}}}{{resolve:env:B}}{")
    #expect(
      text.parts == [
        .text("a{{b"), .reference(.environment(name: "A")), .text("}}"), .reference(.environment(name: "B")),
        .text("{"),
      ])
    #expect(try ReferenceText(parsing: "{{resolve:env:A}}{{resolve:env:B}}").isOnlyReferences)
    #expect(try !ReferenceText(parsing: " {{resolve:env:A}}").isOnlyReferences)
    #expect(try !ReferenceText(parsing: "").isOnlyReferences)
    #expect(throws: SecretReferenceError.self) { try ReferenceText(parsing: "{{resolve:env:A") }
  }

  @Test("A payload's references are found once each, however they are escaped")
  func inPayload() throws {
    let payload = #"{"b":"\u007b{resolve:env:B}}","a":["{{resolve:file:\/x}}","x{{resolve:env:B}}"]}"#
    #expect(
      try SecretReference.all(in: JSONDocument(parsing: payload)) == [
        .environment(name: "B"), .file(path: "/x"),
      ])
  }
}
