import Foundation
import Testing

@Suite("work, replay and sandbox apply")
struct ReplayCommandTests {
  private static let example = "\(HeadgateProgram.repository)/examples/salesforce-to-s3"
  private static let work = [
    "work", "--drain", "--sandbox", "sandbox.json", "--sandbox-latency", "1ms", "--retry-base", "1ms",
    "--retry-cap", "2ms",
  ]

  /// Birch is throttled, cedar's role denies, holly's credentials are refused.
  private func folderWithDead() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.succeed("init")
    let table = try TestFolder.text("\(Self.example)/tenants.csv").split(separator: "\n")
    let chosen = table.filter { line in
      ["tenant,", "birch,", "cedar,", "holly,", "larch,"].contains { line.hasPrefix($0) }
    }
    try folder.write(chosen.joined(separator: "\n"), to: "tenants.csv")
    for name in ["sandbox.json", "mended.json"] {
      try FileManager.default.copyItem(atPath: "\(Self.example)/\(name)", toPath: "\(folder.path)/\(name)")
    }
    try folder.succeed("onboard", "tenants.csv", "--template", "\(Self.example)/template")
    let work = try folder.run(Self.work + ["--json"])
    try #require(work.exitCode == 0, "\(work.err)")
    #expect(
      work.keys() == [
        "succeeded", "dead", "cancelled", "retried", "released", "stale", "unfinished", "dead_letters",
      ])
    let summary = try work.object()
    #expect(summary["dead"] as? Int == 3)
    #expect(summary["dead_letters"] as? Int == 3)
    #expect(summary["succeeded"] as? Int == 10)
    #expect(summary["unfinished"] as? Int == 7)
    return folder
  }

  @Test("what failed is listed with its reason, mended, and replayed with what waited for it")
  func replayAll() throws {
    let folder = try folderWithDead()
    let dead = try folder.run("jobs", "--state", "dead", "--json").objects()
    #expect(
      dead.map { $0["reason"] as? String } == ["throttled", "assume-role-denied", "connector-credentials"])
    #expect(try folder.run("jobs", "--reason", "throttled", "--json").objects().count == 1)
    let before = try folder.rowCounts()
    let dry = try folder.run("replay", "--all", "--reason", "throttled", "--dry-run", "--json")
    #expect(dry.keys() == ["replayed", "ids", "dry_run"])
    #expect(try dry.object()["ids"] as? [Int] == dead[..<1].map { $0["id"] as? Int ?? 0 })
    #expect(try folder.run("replay", "--all", "--dry-run").out == "would replay 3 jobs\n")
    #expect(try folder.rowCounts() == before)

    #expect(try folder.run("sandbox", "apply", "mended.json", "--state", "sandbox.json").exitCode == 0)
    #expect(try folder.run("replay", "--state", "dead", "--all").out == "replayed 3 jobs\n")
    let work = try folder.run(Self.work)
    #expect(work.exitCode == 0)
    #expect(work.out == "10 succeeded, 0 dead, 0 attempts to be repeated\n")
    #expect(try folder.rows("SELECT DISTINCT state FROM jobs") == ["succeeded"])
    #expect(try folder.disagreementsWithLog().isEmpty)
  }

  @Test("one dead job is replayed by its id, with another payload if need be")
  func replayOne() throws {
    let folder = try folderWithDead()
    let id = try #require(folder.rows("SELECT id FROM jobs WHERE reason = 'throttled'").first)
    let before = try folder.rows("SELECT payload FROM jobs WHERE id = \(id)")
    let wrong = try folder.run(["replay", id, "--payload", "-"], input: "{\"flowName\":\"birch-accounts\"}")
    #expect(wrong.exitCode == 1)
    #expect(wrong.err.hasPrefix("headgate: the payload of create-flow: "))
    #expect(try folder.rows("SELECT payload FROM jobs WHERE id = \(id)") == before)
    let other = before[0].replacing("of birch to S3", with: "of birch, mended")
    #expect(try folder.run(["replay", id, "--payload", "-"], input: other).out == "replayed 1 job\n")
    #expect(try folder.rows("SELECT state FROM jobs WHERE id = \(id)") == ["ready"])
    #expect(try folder.rows("SELECT payload FROM jobs WHERE id = \(id)") == [other])
    #expect(
      try folder.rows("SELECT event FROM work_log WHERE job_id = \(id) AND event = 'edited'").count == 1)
  }

  @Test("what is not dead cannot be replayed, not even for show, and then nothing is")
  func notDead() throws {
    let folder = try folderWithDead()
    let dead = try #require(folder.rows("SELECT id FROM jobs WHERE state = 'dead'").first)
    let done = try #require(folder.rows("SELECT id FROM jobs WHERE state = 'succeeded'").first)
    for more in [[], ["--dry-run"]] {
      let result = try folder.run(["replay", dead, done] + more)
      #expect(result.exitCode == 1)
      #expect(result.out.isEmpty)
      #expect(
        result.err == "headgate: job \(done) is succeeded; only dead and cancelled jobs can be replayed\n")
      #expect(try folder.run(["replay", "999"] + more).err == "headgate: there is no job 999\n")
    }
    #expect(try folder.rows("SELECT state FROM jobs WHERE id = \(dead)") == ["dead"])
  }

  @Test("a sandbox's file that is wrong is refused in one sentence, and stays as it is")
  func badSandbox() throws {
    let folder = try TestFolder.withTenant()
    try folder.write("{", to: "patch.json")
    try folder.write("{\"rols\":{}}", to: "unknown.json")
    let state = try TestFolder.text("\(Self.example)/sandbox.json")
    try folder.write(state, to: "sandbox.json")
    for (patch, says) in [
      ("patch.json", "is not valid"), ("unknown.json", "\"rols\" is not known"), ("no", "cannot be read"),
    ] {
      let result = try folder.run("sandbox", "apply", patch, "--state", "sandbox.json")
      #expect(result.exitCode == 1)
      #expect(result.errLines.count == 1)
      #expect(result.err.hasPrefix("headgate: the sandbox's file \(patch) "))
      #expect(result.err.contains(says))
      #expect(!result.err.contains(".\n"))
    }
    #expect(try TestFolder.text("\(folder.path)/sandbox.json") == state)
    #expect(try folder.run("work", "--drain", "--sandbox", "unknown.json").exitCode == 1)
  }
}
