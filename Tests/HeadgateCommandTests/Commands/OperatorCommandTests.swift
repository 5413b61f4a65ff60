import Foundation
import SQLite
import Testing

@Suite("cancel, discard, pause, resume, kind, queue and why")
struct OperatorCommandTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder.withTenant() }

  @discardableResult
  private func enqueue(_ key: String, _ flow: String = "accounts", _ more: String...) throws -> String {
    try folder.write(#"{"flowName":"\#(flow)"}"#, to: "payload.json")
    let arguments =
      ["enqueue", "start-flow", "--tenant", "acme", "--key", key, "--payload", "payload.json"] + more
    let result = try folder.run(arguments)
    try #require(result.exitCode == 0, "\(result.err)")
    return result.out.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func state(_ id: String) throws -> String {
    try folder.rows("SELECT state FROM jobs WHERE id = \(id)").first ?? ""
  }

  private func bury(_ id: String) throws {
    let example = "\(HeadgateProgram.repository)/examples/salesforce-to-s3/sandbox.json"
    try folder.write(try TestFolder.text(example), to: "sandbox.json")
    try folder.succeed("work", "--drain", "--sandbox", "sandbox.json")
    #expect(try state(id) == "dead")
  }

  @Test("cancel: the job, with --cascade what waits for it, and what is finished is refused")
  func cancel() throws {
    let first = try enqueue("1")
    let second = try enqueue("2")
    let third = try enqueue("3", "leads", "--after", second)
    #expect(try folder.run("cancel", "--all", "--dry-run").out == "would cancel 3 jobs\n")
    #expect(try folder.run("cancel", first).out == "cancelled 1 job\n")
    #expect(try state(second) == "ready")
    let result = try folder.run("cancel", second, "--cascade", "--json")
    #expect(result.out == "{\"cancelled\":[2,3],\"stopping\":[],\"chosen\":[2],\"dry_run\":false}\n")
    #expect(try state(third) == "cancelled")
    let again = try folder.run("cancel", first)
    #expect(again.exitCode == 1)
    #expect(
      again.err
        == "headgate: job 1 is cancelled; only ready, scheduled, blocked and running jobs can be cancelled\n")
    #expect(try folder.run("cancel").exitCode == 2)
    #expect(try folder.disagreementsWithLog() == [])
  }

  @Test("discard: what is dead, and by default what waited goes on")
  func discard() throws {
    let first = try enqueue("1")
    let second = try enqueue("2")
    try bury(first)
    #expect(try folder.run("discard", second).err.contains("only dead jobs can be discarded"))
    #expect(
      try folder.run("discard", "--reason", "assume-role-denied", "--all", "--dry-run").out
        == "would discard 1 job\n")
    #expect(try folder.run("discard", "--all").out == "discarded 1 job\n")
    #expect(try state(first) == "cancelled")
    #expect(try state(second) == "ready")
    #expect(
      try folder.rows("SELECT event FROM work_log WHERE job_id = 1 ORDER BY id DESC LIMIT 1") == ["discarded"]
    )
    #expect(try folder.run("replay", first).exitCode == 0, "and back, since nothing has run meanwhile")
    #expect(try state(second) == "blocked")
  }

  @Test("pause and resume: a tenant, a kind, everything; each says whether it changed anything")
  func pause() throws {
    #expect(try folder.run("pause", "--tenant", "acme").out == "paused tenant acme\n")
    #expect(try folder.run("tenant", "pause", "acme").out == "tenant acme is paused already\n")
    #expect(try folder.run("tenant", "resume", "acme").out == "resumed tenant acme\n")
    #expect(
      try folder.run("pause", "--kind", "start-flow", "--json").out == "{\"changed\":true,\"paused\":true}\n")
    #expect(try folder.run("resume", "--kind", "start-flow").out == "resumed kind start-flow\n")
    #expect(try folder.run("pause", "--all").out == "paused everything\n")
    #expect(try folder.run("status").out.contains("everything"))
    #expect(try folder.run("resume", "--all").out == "resumed everything\n")
    #expect(try folder.run("resume", "--all").out == "everything is not paused\n")
    #expect(try folder.run("pause").exitCode == 2)
    #expect(try folder.run("pause", "--all", "--tenant", "acme").exitCode == 2)
    #expect(try folder.run("pause", "--tenant", "nobody").err.contains("there is no tenant 'nobody'"))
    #expect(try folder.run("pause", "--kind", "startflow").err.contains("expected one of assume-role"))
  }

  @Test("kind set changes what it is told, and kind list shows it")
  func kinds() throws {
    try folder.succeed(
      "kind", "set", "start-flow", "--max-running", "3", "--timeout", "90s", "--retry-base", "1s")
    try folder.succeed(
      "kind", "set", "start-flow", "--reason", "throttled", "--max-attempts", "50", "--jitter", "10%")
    let line = try folder.run("kind", "list", "--json").out.split(separator: "\n").first {
      $0.contains("start-flow")
    }
    #expect(
      line
        == #"{"name":"start-flow","paused_at":null,"max_running":3,"timeout_ms":90000,"retry":{"baseMs":1000,"reasons":{"throttled":{"jitter":0.1,"maxAttempts":50}}}}"#
    )
    #expect(try folder.run("kind", "list").out.contains("1 m 30 s"))
    try folder.succeed("kind", "set", "start-flow", "--clear", "--max-running", "0", "--timeout", "0s")
    #expect(
      try folder.rows(
        "SELECT max_running IS NULL AND timeout_ms IS NULL AND retry IS NULL FROM kinds WHERE name = 'start-flow'"
      ) == ["1"])
    #expect(try folder.run("kind", "set", "start-flow").exitCode == 2)
    #expect(try folder.run("kind", "set", "nothing", "--max-running", "1").exitCode == 1)
  }

  @Test("queue set and show")
  func queue() throws {
    try folder.succeed("queue", "set", "--max-running", "5", "--keep", "30d", "--keep-jobs", "1000")
    #expect(
      try folder.run("queue", "show", "--json").out
        == "{\"max_running\":5,\"keep_ms\":2592000000,\"keep_jobs\":1000,\"keep_dead_ms\":null}\n")
    #expect(try folder.run("queue", "show").out.contains("kept for 30 d"))
    #expect(try folder.run("queue", "set").exitCode == 2)
  }

  @Test("why says in one sentence what a job waits for, and what would change that")
  func why() throws {
    let first = try enqueue("1")
    #expect(try folder.run("why", first).out.contains("no worker is alive"))
    let second = try enqueue("2")
    #expect(
      try folder.run("why", second).out.hasPrefix("It waits for job 1, which is before it at flow/accounts"))
    let third = try enqueue("3", "leads", "--after", second)
    #expect(try folder.run("why", third).out.hasPrefix("It depends on job 2, which is blocked"))
    let later = try enqueue("4", "later", "--run-at", "1h")
    #expect(try folder.run("why", later).out.contains("it then runs by itself"))
    for (arguments, words) in [
      (["pause", "--tenant", "acme"], "Tenant acme is paused"),
      (["pause", "--kind", "start-flow"], "Tenant acme is paused"),
      (["resume", "--tenant", "acme"], "Kind start-flow is paused"),
      (["pause", "--all"], "Everything is paused"),
      (["resume", "--all"], "Kind start-flow is paused"),
      (["resume", "--kind", "start-flow"], "no worker is alive"),
    ] {
      #expect(try folder.run(arguments).exitCode == 0)
      #expect(try folder.run("why", first).out.contains(words), "\(arguments)")
    }
    try bury(first)
    let dead = try folder.run("why", first).out
    #expect(dead.hasPrefix("It is dead because of assume-role-denied") && dead.contains("headgate replay 1"))
    #expect(
      try folder.run("why", second).out.contains("is dead (assume-role-denied); replay or discard that one"))
    let json = try folder.run("why", second, "--json").object()
    #expect(json["why"] as? String == "behind")
    #expect(try folder.run("why", "99").exitCode == 1)
  }

  @Test("enqueue takes a job's own time-out, deadline, retry rules and the period of its key")
  func enqueueOptions() throws {
    let id = try enqueue(
      "1", "accounts", "--timeout", "30s", "--give-up-after", "2h", "--retry-base", "1s", "--retry-cap", "1m",
      "--max-attempts", "7", "--unique-for", "1d")
    let job = try folder.run("job", id, "--json").object()
    #expect(job["timeout_ms"] as? Int == 30_000)
    #expect(job["max_attempts"] as? Int == 7)
    #expect((job["retry"] as? [String: Int]) == ["baseMs": 1_000, "capMs": 60_000])
    let created = try #require(job["created_at"] as? Int64)
    #expect((job["give_up_at"] as? Int64).map { abs($0 - created - 7_200_000) < 60_000 } == true)
    #expect((job["key_expires_at"] as? Int64).map { abs($0 - created - 86_400_000) < 60_000 } == true)
    let shown = try folder.run("job", id).out
    #expect(shown.contains("30 s an attempt") && shown.contains("deadline"))
  }

  @Test(
    "a batch tells of every bad line; with --partial the sound ones are added, and duplicates are no error")
  func batch() throws {
    func line(_ key: String, _ flow: String) -> String {
      #"{"tenant":"acme","kind":"start-flow","key":"\#(key)","payload":{"flowName":"\#(flow)"}}"#
    }
    try enqueue("there", "accounts")
    try folder.write(
      [
        line("a", "one"), "{", line("b", "x"), line("there", "accounts"), line("there", "other"),
        line("a", "one"),
        line("c", "three"),
      ].joined(separator: "\n"), to: "jobs.jsonl")
    let before = try folder.rowCounts()
    let refused = try folder.run("enqueue", "--batch", "jobs.jsonl")
    #expect(refused.exitCode == 1)
    #expect(try folder.rowCounts() == before)
    #expect(refused.errLines.count == 4, "\(refused.err)")
    #expect(refused.errLines.last?.contains("nothing was added") == true)
    let partial = try folder.run("enqueue", "--batch", "jobs.jsonl", "--partial")
    #expect(partial.exitCode == 1)
    #expect(partial.out == "2 added, 2 there already, 3 refused\n")
    #expect(
      partial.errLines.dropLast().map { $0.prefix(13) } == [
        "jobs.jsonl:2:", "jobs.jsonl:3:", "jobs.jsonl:5:",
      ])
    #expect(try folder.rows("SELECT idempotency_key FROM jobs ORDER BY id") == ["there", "a", "c"])
  }

  @Test("a writer that is stuck is named in status, which itself goes on")
  func stuckWriter() throws {
    let other = try Connection(path: folder.database, access: .readWrite, busyTimeoutMs: 1_000)
    #expect(try folder.run("status", "--json").object()["writer"] is NSNull)
    try other.execute("BEGIN IMMEDIATE")
    let process = ProcessInfo.processInfo.processIdentifier
    #expect(try folder.run("status").out.contains("process \(process) ("))
    let writer = try folder.run("status", "--json").object()["writer"] as? [String: Any]
    #expect(writer?["process_id"] as? Int == Int(process))
    try other.execute("COMMIT")
  }

  @Test("a reader that never ends is named in status once the log of writes is large")
  func endlessReader() throws {
    let reader = try Connection(path: folder.database, access: .readOnly, busyTimeoutMs: 1_000)
    try reader.execute("BEGIN; SELECT * FROM queue")
    #expect(try folder.run("status", "--json").object()["readers"] as? [String] == [])
    let writer = try Connection(path: folder.database, access: .readWrite, busyTimeoutMs: 1_000)
    try writer.execute("CREATE TABLE ballast (bytes); INSERT INTO ballast VALUES (zeroblob(70 << 20))")
    let process = ProcessInfo.processInfo.processIdentifier
    let lines = try folder.run("status").out
    #expect(lines.contains("kept from being begun anew by process \(process) ("), "\(lines)")
    let readers = try folder.run("status", "--json").object()["readers"] as? [[String: Any]]
    #expect(readers?.map { $0["process_id"] as? Int } == [Int(process)])
    try reader.execute("COMMIT")
    #expect(try folder.run("status", "--json").object()["readers"] as? [String] == [])
  }

  @Test("work --drain says what is left and why")
  func leftOver() throws {
    let first = try enqueue("1")
    try enqueue("2")
    try bury(first)
    let dead = try folder.run("work", "--drain", "--sandbox", "sandbox.json")
    #expect(
      dead.errLines.filter { $0.hasPrefix("left: ") }.map { $0.prefix(60) }
        == [
          "left: 1 dead letter, to be replayed or discarded: `headgate j",
          "left: 1 blocked behind what is left: `headgate why ID`",
        ].map { $0.prefix(60) }, "\(dead.err)")
    try folder.succeed("cancel", "--all")
    try folder.succeed("discard", "--all")
    try enqueue("4", "leads")
    try folder.succeed("tenant", "pause", "acme")
    let paused = try folder.run("work", "--drain", "--sandbox", "sandbox.json")
    #expect(paused.exitCode == 0)
    #expect(paused.err.contains("left: 1 of what is paused: `headgate resume`\n"), "\(paused.err)")
  }

  @Test("prune removes what finished and says how much")
  func prune() throws {
    let first = try enqueue("1")
    try enqueue("2")
    try folder.succeed("cancel", first)
    #expect(try folder.run("prune").exitCode == 2)
    #expect(try folder.run("prune", "--keep-jobs", "0").out == "pruned 1 jobs and 2 rows of their log\n")
    #expect(try folder.rows("SELECT id FROM jobs") == ["2"])
  }
}
