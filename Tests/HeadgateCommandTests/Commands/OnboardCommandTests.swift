import Foundation
import Testing

@Suite("onboard")
struct OnboardCommandTests {
  private static let example = "\(HeadgateProgram.repository)/examples/salesforce-to-s3"
  private static let template = "\(example)/template"

  private func table(_ tenants: Int) throws -> [String] {
    Array(
      try TestFolder.text("\(Self.example)/tenants.csv").split(separator: "\n").map(String.init).prefix(
        tenants + 1))
  }

  @Test("adds tenants and jobs once, and a dry run adds nothing")
  func onboard() throws {
    let folder = try TestFolder()
    try folder.succeed("init")
    try folder.write(try table(3).joined(separator: "\n"), to: "tenants.csv")
    let command = ["onboard", "tenants.csv", "--template", Self.template]
    let before = try folder.rowCounts()
    #expect(try folder.run(command + ["--dry-run"]).out == "3 tenants, 15 jobs: all well, nothing added\n")
    #expect(try folder.rowCounts() == before)
    let first = try folder.run(command + ["--json"])
    #expect(
      first.out
        == "{\"dry_run\":false,\"tenants\":3,\"tenants_added\":3,\"tenants_changed\":0,\"jobs\":15,\"jobs_added\":15}\n"
    )
    #expect(try folder.run(command).out == "3 tenants, 15 jobs: all of it is there already\n")
    #expect(try folder.rowCounts()["jobs"] == 15)
    try folder.write(try table(4).joined(separator: "\n"), to: "tenants.csv")
    #expect(
      try folder.run(command).out
        == "4 tenants, 20 jobs: added 1 tenants and 5 jobs; the other jobs were there already\n")
  }

  @Test("--wait ends when all is done")
  func wait() throws {
    let folder = try TestFolder()
    try folder.succeed("init")
    try folder.write(try table(2).joined(separator: "\n"), to: "tenants.csv")
    try FileManager.default.copyItem(
      atPath: "\(Self.example)/sandbox.json", toPath: "\(folder.path)/sandbox.json")
    try folder.succeed("onboard", "tenants.csv", "--template", Self.template)
    let waiting = try folder.start(["onboard", "tenants.csv", "--template", Self.template, "--wait"])
    let work = try folder.run("work", "--drain", "--sandbox", "sandbox.json")
    #expect(work.exitCode == 0, "\(work.err)")
    #expect(waiting.wait() == .exit(0), "\(waiting.err)")
    #expect(waiting.err.contains("10/10 100 %"))
  }

  private static let bad: [(change: @Sendable ([String]) -> [String], says: [String])] = [
    ({ $0.map { $0.replacing(/,[^,]*$/, with: "") } }, ["${InstanceUrl} is neither a column of tenants.csv"]),
    (
      { [$0[0], $0[1], String($0[2].prefix { $0 != "," })] },
      ["tenants.csv:3: the row has 1 fields; expected 6"]
    ),
    (
      { $0 + [$0[1]] }, ["tenants.csv:4: tenant: 'alder' stands already in line 2; expected each tenant once"]
    ),
    (
      { [$0[0].replacing("role_arn", with: "role"), $0[1], $0[2]] },
      ["tenants.csv: role_arn: the column is missing"]
    ),
    (
      { [$0[0], $0[1].replacing("us-east-1", with: "mars"), $0[2]] },
      ["tenants.csv:2: region: 'mars' is not valid"]
    ),
    ({ [$0[0]] }, ["tenants.csv: holds no tenants"]),
  ]

  @Test("refuses a table with a mistake by file, line and column, with nothing added", arguments: 0..<6)
  func badTable(number: Int) throws {
    let (change, says) = Self.bad[number]
    let folder = try TestFolder()
    try folder.succeed("init")
    let before = try folder.rowCounts()
    try folder.write(change(try table(2)).joined(separator: "\n"), to: "tenants.csv")
    let result = try folder.run("onboard", "tenants.csv", "--template", Self.template)
    #expect(result.exitCode == 1)
    #expect(result.out.isEmpty)
    for words in says { #expect(result.err.contains(words)) }
    #expect(result.err.hasSuffix("; nothing was added\n"))
    #expect(try folder.rowCounts() == before)
  }

  @Test("refuses a template that names an unknown column, or is none")
  func badTemplate() throws {
    let folder = try TestFolder()
    try folder.succeed("init")
    try folder.write(try table(2).joined(separator: "\n"), to: "tenants.csv")
    let before = try folder.rowCounts()
    try folder.write("{\"flowName\":\"${Flwo}\"}", to: "template/01-start-flow.json")
    let unknown = try folder.run("onboard", "tenants.csv", "--template", "template")
    #expect(unknown.exitCode == 1)
    #expect(
      unknown.err.hasPrefix("01-start-flow.json:1: ${Flwo} is neither a column of tenants.csv nor built in"))
    #expect(unknown.errLines.last == "headgate: 1 mistake; nothing was added")
    try folder.write("{\"flowName\":\"x\"}", to: "template/01-start-flow.json")
    #expect(
      try folder.run("onboard", "tenants.csv", "--template", "template").err.contains("'x' does not match"))
    for missing in ["none", "tenants.csv"] {
      #expect(try folder.run("onboard", "tenants.csv", "--template", missing).exitCode == 1)
    }
    #expect(
      try folder.run("onboard", "none.csv", "--template", Self.template).err.hasPrefix(
        "none.csv: does not exist"))
    #expect(try folder.rowCounts() == before)
  }
}
