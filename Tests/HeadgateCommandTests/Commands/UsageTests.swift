import Foundation
import Testing

@Suite("Command lines that make no sense")
struct UsageTests {
  /// Each with what the first line of standard error says.
  private static let mistakes: [(arguments: [String], message: String)] = [
    (["jbos"], "unknown command 'jbos'; did you mean 'jobs'?"),
    (["tenant", "ad"], "unknown command 'tenant ad'; did you mean 'tenant add'?"),
    (["status", "--jsn"], "unknown option --jsn for 'headgate status'; did you mean --json?"),
    (["job"], "'headgate job' needs ID"),
    (["job", "x"], "ID x: expected a job's number such as 42"),
    (["jobs", "extra"], "'headgate jobs' takes no arguments, but was given 'extra'"),
    (["jobs", "--limit", "0"], "--limit 0: expected a whole number from 1 to 1000000"),
    (
      ["jobs", "--state", "ded"],
      "--state ded: expected one of blocked, scheduled, ready, running, succeeded, dead, cancelled; did you mean dead?"
    ),
    (["work", "--lease", "5"], "--lease 5: expected a duration such as 250ms, 5s or 2m"),
    (["work", "--lease", "10ms"], "--lease is too short to be kept: at least 1s"),
    (["work", "--retry-base", "1h"], "--retry-base is longer than --retry-cap"),
    (["enqueue"], "KIND is missing"),
    (["enqueue", "start-flow"], "--tenant is missing"),
    (["enqueue", "start-flow", "-t", "acme"], "--key is missing"),
    (["enqueue", "start-flow", "--batch", "x"], "--batch goes alone: the file says what each job is"),
    (["replay"], "say which: ids, or --all with the conditions that the jobs must pass"),
    (["replay", "1", "--all"], "give ids, or --all with conditions, but not both"),
    (
      ["replay", "--state", "ready", "--all"], "only dead and cancelled jobs can be replayed, not ready ones"
    ),
    (["replay", "1", "2", "--payload", "x"], "--payload goes with one id"),
    (["onboard", "x.csv"], "'headgate onboard' needs --template DIR"),
    (["sandbox", "apply", "x.json"], "'headgate sandbox apply' needs --state FILE"),
    (["--db", "", "status"], "--db '': expected a path"),
  ]

  @Test("are refused with exit code 2, one sentence, and where to look", arguments: mistakes)
  func refused(arguments: [String], message: String) throws {
    let folder = try TestFolder()
    let result = try folder.run(arguments)
    #expect(result.exitCode == 2)
    #expect(result.out.isEmpty)
    #expect(result.errLines.first == "headgate: \(message)")
    #expect(result.errLines.count == 2)
    #expect(result.errLines.last?.hasPrefix("see 'headgate ") == true)
  }

  @Test("a command is missing: the overview and exit code 2")
  func nothing() throws {
    let result = try TestFolder().run([])
    #expect(result.exitCode == 2)
    #expect(result.out.isEmpty)
    #expect(result.errLines.last == "headgate: no command is given; name one of those above")
  }

  @Test("a worker without credentials is refused before it touches a job")
  func noCredentials() throws {
    let folder = try TestFolder.withTenant()
    try folder.succeed(
      "enqueue", "start-flow", "-t", "acme", "-k", "1", "-p", "-", input: "{\"flowName\":\"accounts\"}")
    let before = try folder.rowCounts()
    let result = try folder.run("work", "--drain")
    #expect(result.exitCode == 1)
    #expect(
      result.err.hasPrefix(
        "headgate: no AWS credentials: the environment has no AWS_ACCESS_KEY_ID"))
    #expect(try folder.rowCounts() == before)
    #expect(try folder.rows("SELECT state FROM jobs") == ["ready"])
  }

  @Test("every command has a help page on standard output, within the terminal's width")
  func help() throws {
    let folder = try TestFolder()
    let commands = [
      [], ["init"], ["tenant"], ["tenant", "add"], ["tenant", "set"], ["tenant", "list"], ["tenant", "show"],
      ["onboard"], ["enqueue"], ["work"], ["status"], ["jobs"], ["job"], ["log"], ["replay"], ["demo"],
      ["sandbox"], ["sandbox", "apply"], ["version"],
    ]
    for command in commands {
      let result = try folder.run(command + ["--help"], environment: ["COLUMNS": "60"])
      #expect(result.exitCode == 0)
      #expect(result.err.isEmpty)
      #expect(result.out.contains("usage: headgate \(command.joined(separator: " "))"))
      // Examples are meant to be pasted, and stay on one line.
      let text = result.out.prefix(upTo: result.out.range(of: "Example")?.lowerBound ?? result.out.endIndex)
      let long = text.split(separator: "\n").filter { $0.count > 60 }
      #expect(long.isEmpty, "\(command)")
    }
  }
}
