import Foundation
import Glibc
import SQLite
import Testing

@Suite("Databases that cannot be used")
struct BadDatabaseTests {
  /// One command that looks, one that writes, one that works.
  private static let commands = [
    ["status"], ["tenant", "set", "acme", "--region", "us-east-1"], ["work", "--drain"],
  ]
  private static let keys = ["AWS_ACCESS_KEY_ID": "AKIDWIRE", "AWS_SECRET_ACCESS_KEY": "x"]

  private func expectRefusal(
    _ folder: TestFolder, _ commands: [[String]], _ says: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for command in commands {
      let result = try folder.run(command, environment: Self.keys)
      #expect(result.exitCode == 1, "\(command)", sourceLocation: sourceLocation)
      #expect(result.out.isEmpty, "\(command)", sourceLocation: sourceLocation)
      #expect(result.errLines.count == 1, "\(command): \(result.err)", sourceLocation: sourceLocation)
      #expect(result.err.hasPrefix("headgate: "), sourceLocation: sourceLocation)
      #expect(result.err.contains(says), "\(command): \(result.err)", sourceLocation: sourceLocation)
    }
  }

  @Test("missing: nothing is made in passing")
  func missing() throws {
    let folder = try TestFolder()
    try expectRefusal(folder, Self.commands, "there is no database at \(folder.database)")
    #expect(!FileManager.default.fileExists(atPath: folder.database))
    try expectRefusal(folder, [["--db", "no/such/x.db", "init"]], "No such file or directory")
    try expectRefusal(folder, [["--db", ".", "init"]], "Is a directory")
  }

  @Test("not a database, or another program's: refused, and not a byte is changed")
  func foreign() throws {
    let folder = try TestFolder()
    try folder.write(String(repeating: "This is a text. ", count: 512), to: "headgate.db")
    let text = try Data(contentsOf: URL(filePath: folder.database))
    try expectRefusal(folder, Self.commands + [["init"]], "is not a database")
    #expect(try Data(contentsOf: URL(filePath: folder.database)) == text)

    try Data().write(to: URL(filePath: folder.database))
    try expectRefusal(folder, Self.commands, "is an empty database; prepare it with `headgate init`")
    do {
      let other = try Connection(path: folder.database, access: .readWrite, busyTimeoutMs: 0)
      try other.execute("CREATE TABLE jobs (id INTEGER)")
    }
    let before = try Data(contentsOf: URL(filePath: folder.database))
    try expectRefusal(folder, Self.commands + [["init"]], "is a database of another program")
    #expect(try Data(contentsOf: URL(filePath: folder.database)) == before)
  }

  @Test("newer than the program")
  func newer() throws {
    let folder = try TestFolder.withTenant()
    try Connection(path: folder.database, access: .readWrite, busyTimeoutMs: 0).execute(
      "PRAGMA user_version = 99")
    try expectRefusal(folder, Self.commands + [["init"]], "has version 99 of the schema")
    #expect(try folder.rowCounts()["tenants"] == 1)
  }

  @Test(
    "on a read-only file system: a clear error",
    .enabled("needs the right to mount, as root has it") { try TestMount.isPermitted() })
  func readOnly() throws {
    let folder = try TestFolder.withTenant()
    let before = try folder.rowCounts()
    let mount = try TestMount.readOnly(folder.path, in: folder)
    defer { mount.end() }
    let path = "\(mount.path)/headgate.db"
    for command in [["tenant", "set", "acme", "--region", "us-east-1"], ["init"]] {
      let result = try folder.run(["--db", path] + command)
      #expect(result.exitCode == 1)
      #expect(result.out.isEmpty)
      #expect(result.errLines.count == 1, "\(result.err)")
      #expect(result.err.contains(path))
    }
    #expect(try folder.rowCounts() == before)
  }

  @Test(
    "on a full disk: the message says that nothing is lost, and nothing is",
    .enabled("needs the right to mount, as root has it") { try TestMount.isPermitted() })
  func fullDisk() throws {
    let folder = try TestFolder()
    let mount = try TestMount.small(kilobytes: 400, in: folder)
    defer { mount.end() }
    let path = "\(mount.path)/headgate.db"
    try folder.succeed("--db", path, "init")
    try folder.succeed(
      "--db", path, "tenant", "add", "acme", "--role-arn", TestFolder.roleARN, "--external-id", "hg-acme-91",
      "--region", "eu-central-1")
    func batch(_ count: Int) -> String {
      (1...count).map {
        "{\"tenant\":\"acme\",\"kind\":\"start-flow\",\"key\":\"k\($0)\",\"payload\":{\"flowName\":\"f\($0)\"}}\n"
      }.joined()
    }
    try folder.succeed("--db", path, "enqueue", "--batch", "-", input: batch(10))
    let full = try folder.run(["--db", path, "enqueue", "--batch", "-"], input: batch(3_000))
    #expect(full.exitCode == 1)
    #expect(full.out.isEmpty)
    #expect(full.err == "headgate: the disk of \(path) is full; nothing was lost: make room and try again\n")
    let status = try folder.run(["--db", path, "status", "--json"]).object()
    #expect((status["states"] as? [String: Int])?["ready"] == 10)
    // And it goes on where there is room.
    try folder.succeed("--db", path, "enqueue", "--batch", "-", input: batch(12))
  }

  @Test("a file that may not grow any more: an error, not a half-written batch")
  func fileSizeLimit() throws {
    let folder = try TestFolder.withTenant()
    let before = try folder.rowCounts()
    let lines = (1...3_000).map {
      "{\"tenant\":\"acme\",\"kind\":\"start-flow\",\"key\":\"k\($0)\",\"payload\":{\"flowName\":\"f\($0)\"}}\n"
    }.joined()
    try folder.write(lines, to: "jobs.jsonl")
    // In blocks of 1,024 bytes; without the trap the system would end the program by SIGXFSZ.
    let command = try folder.start(
      ["-c", "ulimit -f 300; trap '' XFSZ; exec \(HeadgateProgram.path) enqueue --batch jobs.jsonl"],
      program: "/bin/bash")
    #expect(command.wait() == .exit(1))
    #expect(command.out.isEmpty)
    #expect(command.err.hasPrefix("headgate: \(folder.database) "), "\(command.err)")
    #expect(try folder.rowCounts() == before)
    #expect(try folder.run("enqueue", "--batch", "jobs.jsonl").out == "3,000 added, 0 there already\n")
  }
}
