import Foundation
import TestSupport
import Testing

@Suite("The command catalog, as a process")
struct CatalogCommandTests {
  private static let templates = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../examples/templates/").standardized.path()

  private let directory: TemporaryDirectory
  private let sandbox: String

  private struct Ending {
    let status: Int32
    let output: String
    let errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  init() throws {
    directory = try TemporaryDirectory()
    sandbox = directory.file("sandbox.json")
    try FileManager.default.copyItem(atPath: Self.templates + "sandbox.json", toPath: sandbox)
  }

  /// Runs the program that was built beside this test.
  private func run(_ arguments: [String]) throws -> Ending {
    let test = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let process = Process()
    process.executableURL = URL(filePath: test).deletingLastPathComponent().appending(path: "headgate")
    process.arguments = ["--db", directory.file("queue.db")] + arguments
    process.environment = ["AWS_REGION": "us-east-1", "PATH": "/usr/bin:/bin"]
    let (output, errors) = (directory.file("out-\(UUID())"), directory.file("err-\(UUID())"))
    for path in [output, errors] { try Data().write(to: URL(filePath: path)) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    try process.run()
    process.waitUntilExit()
    return Ending(
      status: process.terminationStatus, output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }

  private func headgate(_ arguments: String...) throws -> Ending { try run(arguments) }

  /// The catalog of the tenant oak on the sandbox.
  private func catalog(_ words: String...) throws -> Ending {
    try run(["catalog"] + words + ["--tenant", "oak", "--sandbox", sandbox, "--sandbox-latency", "0ms"])
  }

  private func onboard() throws {
    #expect(try headgate("init").status == 0)
    let added = try headgate(
      "onboard", Self.templates + "tenants.csv", "--template", Self.templates + "salesforce-to-s3-on-demand")
    #expect(added.status == 0, "\(added.errors)")
    let worked = try headgate("work", "--drain", "--sandbox", sandbox, "--sandbox-latency", "0ms")
    #expect(worked.status == 0, "\(worked.errors)")
  }

  @Test("lists for people and, as AWS has it, for programs")
  func lists() throws {
    try onboard()
    let flows = try catalog("flows")
    #expect(flows.status == 0, "\(flows.errors)")
    #expect(flows.lines.count == 2)
    #expect(flows.output.contains("oak-accounts  Active  OnDemand  Salesforce  S3"))
    let json = try catalog("flows", "--json")
    #expect(json.lines.count == 1)
    let flow = try member(json.lines[0])
    #expect(flow["flowName"] as? String == "oak-accounts")
    #expect(flow["sourceConnectorType"] as? String == "Salesforce")
    // AWS's own number, not a text of ours.
    #expect(flow["createdAt"] is NSNumber)
    #expect(try catalog("profiles").output.contains("oak-salesforce"))
    #expect(try catalog("profiles", "--connector-type", "Slack").output == "")
    #expect(try catalog("executions", "--flow", "oak-accounts", "--json").lines.count == 1)
    let bucket = try member(catalog("buckets", "--json").lines[0])
    #expect(bucket["Name"] as? String == "oak-appflow-landing")
    #expect(bucket["BucketRegion"] as? String == "us-east-1")
    #expect(try catalog("entities", "--profile", "oak-salesforce").output.contains("AccountChangeEvent"))
    let fields = try catalog("entity", "Account", "--profile", "oak-salesforce")
    #expect(fields.output.contains("LastModifiedDate  LastModifiedDate  datetime  no   yes"))
  }

  @Test("shows connectors, and one as a whole object")
  func connectors() throws {
    try onboard()
    #expect(
      try catalog("connectors").output.contains("CustomConnector   GoogleAnalytics4  Google Analytics 4"))
    let one = try catalog("connector", "Zendesk", "--json")
    #expect(one.lines.count == 1)
    #expect(try member(one.output)["canUseAsDestination"] as? Bool == true)
    let shown = try catalog("connector", "CustomConnector", "--label", "GoogleAnalytics4")
    #expect(shown.output.contains("Google Analytics 4"))
  }

  @Test("looks at a sandbox and leaves it as it is")
  func looksOnly() throws {
    try onboard()
    let before = try Data(contentsOf: URL(filePath: sandbox))
    #expect(try catalog("flows").status == 0)
    #expect(try Data(contentsOf: URL(filePath: sandbox)) == before)
  }

  @Test("says in one sentence what is wrong")
  func errors() throws {
    try onboard()
    let unknown = try catalog("executions", "--flow", "nope")
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("The flow nope does not exist."))
    let unsaid = try catalog("entities")
    #expect(unsaid.status == 2)
    #expect(unsaid.errors.contains("--profile is missing"))
    let nobody = try headgate("catalog", "flows", "--tenant", "nobody", "--sandbox", sandbox)
    #expect(nobody.status == 1)
    #expect(nobody.errors.contains("tenant 'nobody' is not there"))
  }

  private func member(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }
}
