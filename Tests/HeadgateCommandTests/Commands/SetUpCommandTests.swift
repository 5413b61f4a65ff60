import Foundation
import Testing

@Suite("init and tenant")
struct SetUpCommandTests {
  private static let settings = [
    "--role-arn", TestFolder.roleARN, "--external-id", "hg-acme-91", "--region", "eu-central-1",
  ]

  @Test("init makes a database that only its owner can read, and changes nothing the second time")
  func initialise() throws {
    let folder = try TestFolder()
    let first = try folder.run("init")
    #expect(first.exitCode == 0)
    #expect(first.out == "created \(folder.database)\n")
    #expect(first.err.isEmpty)
    let mode = try FileManager.default.attributesOfItem(atPath: folder.database)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let before = try Data(contentsOf: URL(filePath: folder.database))
    #expect(try folder.run("init").out == "\(folder.database) is up to date\n")
    #expect(try Data(contentsOf: URL(filePath: folder.database)) == before)
  }

  @Test("init --json prints one object")
  func initialiseAsJSON() throws {
    let folder = try TestFolder()
    let result = try folder.run("init", "--json")
    #expect(result.keys() == ["path", "created", "version"])
    #expect(try result.object()["created"] as? Bool == true)
    #expect(try folder.run("--json", "init").object()["created"] as? Bool == false)
  }

  @Test("--db names the database, before the command or after it, and beats HEADGATE_DB")
  func database() throws {
    let folder = try TestFolder()
    try folder.succeed("--db", "one.db", "init")
    try folder.succeed("init", "--db=two.db")
    #expect(FileManager.default.fileExists(atPath: "\(folder.path)/one.db"))
    #expect(FileManager.default.fileExists(atPath: "\(folder.path)/two.db"))
    #expect(!FileManager.default.fileExists(atPath: folder.database))
  }

  @Test("tenant add adds once, and refuses other settings for the same name")
  func addTenant() throws {
    let folder = try TestFolder()
    try folder.succeed("init")
    #expect(try folder.run(["tenant", "add", "acme"] + Self.settings).out == "added tenant acme\n")
    #expect(
      try folder.run(["tenant", "add", "acme"] + Self.settings).out == "tenant acme is there already\n")
    let json = try folder.run(["tenant", "add", "acme", "--json"] + Self.settings)
    #expect(json.out == "{\"name\":\"acme\",\"created\":false}\n")
    let before = try folder.rowCounts()
    let other = try folder.run(["tenant", "add", "acme"] + Self.settings + ["--max-running", "3"])
    #expect(other.exitCode == 1)
    #expect(other.out.isEmpty)
    #expect(other.errLines.first == "headgate: tenant 'acme' is there already with other settings")
    #expect(try folder.rowCounts() == before)
  }

  @Test("tenant set changes what is given and leaves the rest")
  func setTenant() throws {
    let folder = try TestFolder.withTenant()
    #expect(try folder.run("tenant", "set", "acme", "--region", "us-east-1").out == "changed tenant acme\n")
    #expect(
      try folder.run("tenant", "set", "acme", "--region", "us-east-1", "--json").out
        == "{\"name\":\"acme\",\"changed\":false}\n")
    let tenant = try folder.run("tenant", "show", "acme", "--json").object()
    #expect(tenant["region"] as? String == "us-east-1")
    #expect(tenant["external_id"] as? String == "hg-acme-91")
    let nothing = try folder.run("tenant", "set", "acme")
    #expect(nothing.exitCode == 2)
    #expect(nothing.err.hasPrefix("headgate: nothing to change is given"))
    let unknown = try folder.run("tenant", "set", "acne", "--region", "us-east-1")
    #expect(unknown.exitCode == 1)
    #expect(unknown.err.hasPrefix("headgate: there is no tenant 'acne'\n"))
  }

  @Test("tenant list and tenant show print data on standard output, in stable columns and keys")
  func listTenants() throws {
    let folder = try TestFolder()
    try folder.succeed("init")
    let empty = try folder.run("tenant", "list")
    #expect(empty.exitCode == 0)
    #expect(empty.out.isEmpty)
    #expect(empty.err == "no tenants yet; add one with `headgate tenant add`\n")
    #expect(try folder.run("tenant", "list", "--json").out.isEmpty)
    for name in ["zebra", "a.b_c-D"] { _ = try folder.run(["tenant", "add", name] + Self.settings) }
    let list = try folder.run("tenant", "list")
    #expect(
      list.outLines.first?.split(separator: " ") == ["TENANT", "REGION", "MODE", "MAX", "STATE", "ROLE"])
    #expect(list.outLines.map { $0.prefix { $0 != " " } } == ["TENANT", "a.b_c-D", "zebra"])
    let json = try folder.run("tenant", "list", "--json")
    let keys = [
      "name", "role_arn", "external_id", "region", "mode", "max_running", "weight", "paused_at",
    ]
    #expect(json.keys(ofLine: 0) == keys)
    #expect(json.keys(ofLine: 1) == keys)
    #expect(try folder.run("tenant", "show", "zebra", "--json").keys() == keys)
    #expect(try folder.run("tenant", "show", "zebra").out.hasPrefix("tenant       zebra\n"))
  }

  @Test("every setting of a tenant that is wrong is named, a line each, and nothing is added")
  func wrongSettings() throws {
    let folder = try TestFolder()
    try folder.succeed("init")
    let before = try folder.rowCounts()
    let result = try folder.run("tenant", "add", "we\u{1B}[31mird", "--role-arn", "x", "--region", "mars")
    #expect(result.exitCode == 2)
    #expect(
      result.errLines == [
        "headgate: NAME 'we\\u{1B}[31mird' is not valid; expected 1 to 128 letters, digits, '.', '_' or '-', a letter "
          + "or digit first",
        "headgate: --role-arn 'x' is not valid; expected the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME",
        "headgate: --external-id is missing; expected 2 to 1224 letters, digits or characters of _+=,.@:/-",
        "headgate: --region 'mars' is not valid; expected an AWS Region such as us-east-1",
        "see 'headgate tenant add --help'",
      ])
    #expect(try folder.rowCounts() == before)
  }
}
