import Foundation
import Testing

@Suite("The command catalog, as a process")
struct CatalogCommandTests {
  private static let templates = "\(HeadgateProgram.repository)/examples/templates"
  private let folder: TestFolder
  private let sandbox: String

  /// The tenants oak and elm, onboarded on a sandbox.
  init() throws {
    folder = try TestFolder()
    sandbox = try folder.write(try TestFolder.text("\(Self.templates)/sandbox.json"), to: "sandbox.json")
    try folder.succeed("init")
    try folder.succeed(
      "onboard", "\(Self.templates)/tenants.csv", "--template",
      "\(Self.templates)/salesforce-to-s3-on-demand")
    try folder.succeed(
      "work", "--drain", "--sandbox", sandbox, "--sandbox-latency", "0ms",
      environment: ["AWS_REGION": "us-east-1"])
  }

  /// The catalog of the tenant oak on the sandbox.
  private func catalog(_ words: String...) throws -> CommandResult {
    try folder.run(
      ["catalog"] + words + ["--tenant", "oak", "--sandbox", sandbox, "--sandbox-latency", "0ms"])
  }

  @Test("lists for people and, as AWS has it, for programs")
  func lists() throws {
    let flows = try catalog("flows")
    #expect(flows.exitCode == 0, "\(flows.err)")
    #expect(flows.outLines.count == 2)
    #expect(flows.out.contains("oak-accounts  Active  OnDemand  Salesforce  S3"))
    let json = try catalog("flows", "--json")
    #expect(json.outLines.count == 1)
    let flow = try json.object()
    #expect(flow["flowName"] as? String == "oak-accounts")
    #expect(flow["sourceConnectorType"] as? String == "Salesforce")
    // AWS's own number, not a text of ours.
    #expect(flow["createdAt"] is NSNumber)
    #expect(try catalog("profiles").out.contains("oak-salesforce"))
    #expect(try catalog("profiles", "--connector-type", "Slack").out == "")
    #expect(try catalog("executions", "--flow", "oak-accounts", "--json").outLines.count == 1)
    let bucket = try catalog("buckets", "--json").object()
    #expect(bucket["Name"] as? String == "oak-appflow-landing")
    #expect(bucket["BucketRegion"] as? String == "us-east-1")
    #expect(try catalog("entities", "--profile", "oak-salesforce").out.contains("AccountChangeEvent"))
    let fields = try catalog("entity", "Account", "--profile", "oak-salesforce")
    #expect(fields.out.contains("LastModifiedDate  LastModifiedDate  datetime  no   yes"))
  }

  @Test("shows connectors, and one as a whole object")
  func connectors() throws {
    #expect(
      try catalog("connectors").out.contains("CustomConnector   GoogleAnalytics4  Google Analytics 4"))
    let one = try catalog("connector", "Zendesk", "--json")
    #expect(one.outLines.count == 1)
    #expect(try one.object()["canUseAsDestination"] as? Bool == true)
    let shown = try catalog("connector", "CustomConnector", "--label", "GoogleAnalytics4")
    #expect(shown.out.contains("Google Analytics 4"))
  }

  @Test("looks at a sandbox and leaves it as it is")
  func looksOnly() throws {
    let before = try Data(contentsOf: URL(filePath: sandbox))
    #expect(try catalog("flows").exitCode == 0)
    #expect(try Data(contentsOf: URL(filePath: sandbox)) == before)
  }

  @Test("says in one sentence what is wrong")
  func errors() throws {
    let unknown = try catalog("executions", "--flow", "nope")
    #expect(unknown.exitCode == 1)
    #expect(unknown.err.contains("The flow nope does not exist."))
    let unsaid = try catalog("entities")
    #expect(unsaid.exitCode == 2)
    #expect(unsaid.err.contains("--profile is missing"))
    let nobody = try folder.run("catalog", "flows", "--tenant", "nobody", "--sandbox", sandbox)
    #expect(nobody.exitCode == 1)
    #expect(nobody.err.contains("tenant 'nobody' is not there"))
  }
}
