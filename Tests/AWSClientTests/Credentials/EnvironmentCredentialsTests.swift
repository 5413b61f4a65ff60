import AWSClient
import Testing

@Suite("credentials from the environment")
struct EnvironmentCredentialsTests {
  @Test("the three variables")
  func complete() async throws {
    let environment = [
      "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token",
    ]
    #expect(
      try await EnvironmentCredentials(environment).credentials { _ in }
        == AWSCredentials(accessKeyId: "AKID", secretAccessKey: "secret", sessionToken: "token"))
    let noToken = environment.merging(["AWS_SESSION_TOKEN": ""]) { $1 }
    #expect(try await EnvironmentCredentials(noToken).credentials { _ in }.sessionToken == nil)
  }

  @Test("a missing one is named", arguments: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
  func missing(_ name: String) async {
    let environment = ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret"]
    for incomplete in [environment.filter { $0.key != name }, environment.merging([name: ""]) { $1 }] {
      let error = await #expect(throws: AWSError.self) {
        try await EnvironmentCredentials(incomplete).credentials { _ in }
      }
      #expect(error?.classification == ErrorClassification(.credentials, "aws-credentials"))
      #expect(error?.message.contains("\(name) is not set") == true)
      #expect(error?.mayHaveBeenProcessed == false)
    }
  }

  @Test("neither a description nor a dump shows a secret")
  func secrecy() {
    let credentials = AWSCredentials(accessKeyId: "AKID", secretAccessKey: "hush-1", sessionToken: "hush-2")
    var dumped = ""
    dump(credentials, to: &dumped)
    let signing = SigV4Signing(credentials: credentials, region: "r", service: "s")
    for text in [dumped, "\(credentials)", String(reflecting: credentials), "\(signing)"] {
      #expect(text.contains("AKID"))
      #expect(!text.contains("hush"))
    }
  }
}
