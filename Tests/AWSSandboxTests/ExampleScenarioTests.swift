import AWSClient
import AWSSandbox
import Foundation
import Testing
import TimeAndChance

@Suite("The example scenario salesforce-to-s3")
struct ExampleScenarioTests {
  private static let names = [
    "alder", "ash", "aspen", "beech", "birch", "cedar", "chestnut", "cypress", "elder", "elm", "fir",
    "hawthorn", "hazel", "hemlock", "holly", "juniper", "larch", "linden", "maple", "oak", "pine", "poplar",
    "rowan", "spruce", "willow",
  ]
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../examples/salesforce-to-s3").standardized
  private static let isv = AWSCredentials(
    accessKeyId: "AKIDSANDBOX000000001", secretAccessKey: "sandbox-secret-access-key-not-a-real-one")

  private func harness() throws -> Harness {
    let state = try SandboxFile.loadState(Self.folder.appending(path: "sandbox.json").path)
    return Harness { $0 = state }
  }

  /// Onboards one tenant without a single retry; gives the code of the first call that fails, or nil.
  private func onboard(_ name: String, _ harness: Harness) async -> String? {
    let number = (Self.names.firstIndex(of: name) ?? 0) + 1
    let account = "10000000" + String(repeating: "0", count: number < 10 ? 3 : 2) + "\(number)"
    let region = number.isMultiple(of: 2) ? "eu-central-1" : "us-east-1"
    do throws(TransportError) {
      let assumed = try await harness.sts(
        [
          "Action": "AssumeRole", "RoleArn": "arn:aws:iam::\(account):role/headgate-appflow",
          "RoleSessionName": "headgate", "ExternalId": "hg-\(name)-7f3a",
        ], as: Self.isv)
      guard assumed.status == 200 else { return assumed.code }
      let session = AWSCredentials(
        accessKeyId: assumed.element("AccessKeyId"), secretAccessKey: assumed.element("SecretAccessKey"),
        sessionToken: assumed.element("SessionToken"))
      let secret = try await harness.secrets(
        "GetSecretValue", ["SecretId": .string("salesforce/\(name)")], as: Self.isv)
      let tokens = try? JSONValue(parsing: secret.json["SecretString"]?.string ?? "")
      let bucket = "\(name)-appflow-landing"
      let policy = Payloads.policy(
        account: account, sourceArn: "arn:aws:appflow:\(region):\(account):flow/*", bucket: bucket)
      let put = try await harness.s3(
        "PUT", "?policy=", bucket: bucket, body: policy, headers: ["Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg=="],
        as: session, region: region)
      guard put.status == 204 else { return put.code }
      let profile = Payloads.profile(
        refreshToken: tokens?["refreshToken"]?.string, instanceUrl: "https://\(name).my.salesforce.com"
      ).with(
        "connectorProfileConfig", "connectorProfileCredentials", "Salesforce", "clientCredentialsArn",
        value: .string("arn:aws:secretsmanager:\(region):\(account):secret:salesforce-client-\(name)"))
      let flow = Payloads.flow().with(
        "destinationFlowConfigList", "0", "destinationConnectorProperties", "S3", "bucketName",
        value: .string(bucket))
      for (operation, body) in [
        ("CreateConnectorProfile", profile), ("CreateFlow", flow), ("StartFlow", ["flowName": "accounts"]),
      ] {
        let answer = try await harness.appflow(operation, body, as: session, region: region)
        guard answer.status == 200 else { return answer.code }
      }
      return nil
    } catch { return error.reason.rawValue }
  }

  @Test("fails for the tenants it is meant to fail for, each in its way, and for no other")
  func failures() async throws {
    let harness = try harness()
    var failures: [String: String] = [:]
    for name in Self.names { failures[name] = await onboard(name, harness) }
    #expect(
      failures == [
        "birch": "ThrottlingException", "cedar": "AccessDenied", "holly": "ConnectorAuthenticationException",
        "larch": "connectionLost", "oak": "InternalError", "willow": "connectionLost",
      ])
    let flows = harness.sandbox.snapshot().journal.count { $0.operation == "CreateFlow" }
    #expect(flows == 20)
    #expect(harness.sandbox.snapshot().faults.first { $0.name == "spruce-slow" }?.used == 3)
  }

  @Test("works for those three once it is mended")
  func mended() async throws {
    let harness = try harness()
    for name in ["birch", "cedar", "holly"] { #expect(await onboard(name, harness) != nil) }
    harness.sandbox.apply(try SandboxFile.loadPatch(Self.folder.appending(path: "mended.json").path))
    for name in ["cedar", "holly"] { #expect(await onboard(name, harness) == nil) }
    // Birch's connector profile is there already.
    #expect(await onboard("birch", harness) == "ConflictException")
    let faults = harness.sandbox.snapshot().faults.map(\.name)
    #expect(!faults.contains("birch-create-flow-throttled"))
    #expect(faults.contains("oak-start-flow-500"))
  }
}
