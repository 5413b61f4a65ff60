import Foundation
import Testing

@Suite("examples/other-languages")
struct OtherLanguagesTests {
  private static let examples = "\(HeadgateProgram.repository)/examples"

  @Test(
    "inserts, waits and reads what came of it, beside a worker",
    arguments: [["python3", "enqueue.py"], ["node", "enqueue.mjs"], ["sh", "enqueue.sh"]])
  func run(command: [String]) throws {
    let folder = try TestFolder()
    try folder.write(
      try TestFolder.text("\(Self.examples)/salesforce-to-s3/sandbox.json"), to: "sandbox.json")
    try folder.succeed("init")
    let table = try TestFolder.text("\(Self.examples)/salesforce-to-s3/tenants.csv").split(separator: "\n")
      .prefix(2)
    try folder.write(table.joined(separator: "\n"), to: "tenants.csv")
    try folder.succeed("onboard", "tenants.csv", "--template", "\(Self.examples)/salesforce-to-s3/template")
    try folder.succeed("work", "--drain", "--sandbox", "sandbox.json")
    let tenant = try #require(try folder.rows("SELECT name FROM tenants").first)
    let flow = try #require(
      try folder.rows("SELECT substr(resource, 6) FROM jobs WHERE kind = 'create-flow'").first)
    // The examples start `accounts`; here the flow has the tenant's name in it.
    let script = try TestFolder.text("\(Self.examples)/other-languages/\(command[1])").replacing(
      "accounts", with: flow)
    let path = try folder.write(script, to: command[1])
    let worker = try folder.start(["work", "--sandbox", "sandbox.json"])
    let result = try folder.start(
      [command[0], path, folder.database, tenant],
      environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"], program: "/usr/bin/env")
    #expect(result.wait() == .exit(0), "\(result.out)\(result.err)")
    #expect(result.out.contains("succeeded") && result.out.contains("executionId"), "\(result.out)")
    worker.send(SIGTERM)
    #expect(worker.wait() == .exit(0))
  }
}
