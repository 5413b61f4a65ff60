import Testing

@Suite("demo", .serialized)
struct DemoTests {
  @Test(
    "shows 25 tenants, three kinds of failure and no dead letters at its end, and its commands work afterwards"
  )
  func demo() throws {
    let folder = try TestFolder()
    // Settings of the machine must not reach it.
    let result = try folder.run(
      ["demo"],
      environment: [
        "AWS_ACCESS_KEY_ID": "AKIDREAL", "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "HEADGATE_DB": "no.db",
      ])
    #expect(result.exitCode == 0, "\(result.err)")
    #expect(result.out.contains("25 tenants, 125 jobs: added 25 tenants and 125 jobs\n"))
    #expect(result.out.contains("25 tenants, 125 jobs succeeded\n"))
    #expect(result.out.contains("failed at first: assume-role-denied, connector-credentials, throttled\n"))
    #expect(result.out.contains("replayed 3 jobs\n"))
    #expect(result.err.contains("no such jobs\n"))

    let export = try #require(result.outLines.last { $0.contains("export HEADGATE_DB=") })
    let database = String(try #require(export.split(separator: "=").last))
    #expect(database.hasPrefix(folder.path))
    let commands = result.outLines.filter { $0.hasPrefix("  headgate ") }
    #expect(commands.count == 3)
    for line in commands {
      let arguments = line.split(separator: " ").dropFirst().map(String.init)
      let after = try folder.run(arguments, environment: ["HEADGATE_DB": database])
      #expect(after.exitCode == 0, "\(line): \(after.err)")
      #expect(!after.out.isEmpty, "\(line)")
    }
    let dead = try folder.run(["jobs", "--state", "dead", "--json"], environment: ["HEADGATE_DB": database])
    #expect(dead.exitCode == 0)
    #expect(dead.out.isEmpty)
    // The answer that was lost did not make a second flow.
    let larch = try folder.run(
      ["log", "--tenant", "larch", "--json", "--limit", "1000"], environment: ["HEADGATE_DB": database])
    #expect(larch.out.contains("CreateFlow"))
  }
}
