import Testing

@Suite("schedule")
struct ScheduleCommandTests {
  private func folder() throws -> TestFolder {
    let folder = try TestFolder.withTenant()
    try folder.write(#"{"flowName":"accounts"}"#, to: "start.json")
    return folder
  }

  private static let add = [
    "schedule", "add", "nightly", "--tenant", "acme", "--kind", "start-flow", "--payload", "start.json",
  ]

  @Test("add, show, list, pause, resume and remove")
  func life() throws {
    let folder = try folder()
    let when = ["--cron", "30 2 * * *", "--tz", "Europe/Berlin", "--jitter", "10%"]
    let added = try folder.run(Self.add + when)
    #expect(added.exitCode == 0 && added.out.hasPrefix("added schedule nightly; next at 20"), "\(added.err)")
    #expect(
      try folder.run(Self.add + when).out.hasPrefix("kept schedule nightly"), "the same again is no error")
    let other = try folder.run(Self.add + ["--every", "45m"])
    #expect(other.exitCode == 1 && other.err.contains("with another cron, tz, every, jitter"))
    let shown = try folder.run("schedule", "show", "nightly", "--json").object()
    #expect((shown["next_runs"] as? [Any])?.count == 5)
    #expect(try folder.run("schedule", "list").out.contains("30 2 * * * Europe/Berlin"))
    #expect(try folder.run("schedule", "pause", "nightly").out == "paused schedule nightly\n")
    #expect(try folder.run("schedule", "list").out.contains("paused"))
    #expect(try folder.run("schedule", "resume", "nightly").out == "resumed schedule nightly\n")
    #expect(try folder.run(Self.add + ["--every", "45m", "--replace"]).exitCode == 0)
    #expect(try folder.rows("SELECT every_ms FROM schedules") == ["2700000"])
    #expect(try folder.run("schedule", "remove", "nightly").out == "removed schedule nightly\n")
    #expect(try folder.run("schedule", "remove", "nightly").exitCode == 1)
  }

  @Test(
    "what makes no sense is refused in one sentence, and nothing is added",
    arguments: [
      (["--cron", "61 * * * *"], "'61' is no minute of cron", 1),
      (["--cron", "* * * * *", "--tz", "Mars/Olympus"], "there is no time zone 'Mars/Olympus'", 1),
      ([], "say when: either --cron or --every", 2),
      (["--every", "45m", "--tz", "UTC"], "--tz goes with --cron", 2),
      (["--every", "45m", "--jitter", "110%"], "expected a percentage", 2),
      (["--every", "45m", "--missed", "some"], "expected one of skip, once, all", 2),
    ] as [([String], String, Int32)])
  func refused(arguments: [String], words: String, code: Int32) throws {
    let folder = try folder()
    let result = try folder.run(Self.add + arguments)
    #expect(result.exitCode == code)
    #expect(result.err.contains(words), "\(result.err)")
    #expect(try folder.rows("SELECT name FROM schedules") == [])
  }
}
