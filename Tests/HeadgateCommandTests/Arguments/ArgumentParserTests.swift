import Testing

@testable import HeadgateCommand

@Suite("Parsing a command line")
struct ArgumentParserTests {
  private func arguments(_ words: String...) throws -> ParsedArguments {
    guard case .run(_, let arguments, _) = try parse(words) else {
      throw CommandError.failed("it does not run a command")
    }
    return arguments
  }

  private func parse(_ words: [String]) throws -> Invocation {
    try ArgumentParser(catalog: .sample, nowMs: SampleRun.nowMs).parse(words)
  }

  /// The message with which the line is refused.
  private func refusal(_ words: String...) -> String {
    do {
      _ = try parse(words)
      return "accepted"
    } catch let error as CommandError {
      #expect(error.exitCode == 2)
      #expect(error.hint?.hasPrefix("see 'headgate") == true)
      return error.message ?? ""
    } catch {
      return "\(error)"
    }
  }

  @Test("reads options in all their spellings")
  func spellings() throws {
    let given = try arguments("jobs", "--state=dead", "-t", "acme", "-tbeta", "--tenant", "gamma", "-v")
    #expect(given[SampleJobs.state] == .dead)
    #expect(given[SampleJobs.tenant] == ["acme", "beta", "gamma"])
    #expect(given[SampleJobs.verbose])
    #expect(!given[SampleJobs.quiet])
  }

  @Test("joins short flags, the last of them with a value")
  func clusters() throws {
    let given = try arguments("jobs", "-vqsdead")
    #expect(given[SampleJobs.verbose] && given[SampleJobs.quiet])
    #expect(given[SampleJobs.state] == .dead)
  }

  @Test("keeps what follows the first equals sign")
  func equalsInValue() throws {
    #expect(try arguments("jobs", "--tenant=a=b")[SampleJobs.tenant] == ["a=b"])
  }

  @Test("uses a default only where nothing was given")
  func defaults() throws {
    let without = try arguments("jobs")
    #expect(without[SampleJobs.limit] == 50)
    #expect(!without.wasGiven(SampleJobs.limit))
    #expect(without[SampleJobs.lease] == nil)
    #expect(without[SampleJobs.ids].isEmpty)
    let with = try arguments("jobs", "--limit", "7")
    #expect(with[SampleJobs.limit] == 7)
    #expect(with.wasGiven(SampleJobs.limit))
  }

  @Test("mixes positional arguments and options")
  func mixed() throws {
    #expect(try arguments("jobs", "1", "-v", "2", "--limit", "3", "4")[SampleJobs.ids] == [1, 2, 4])
  }

  @Test("takes everything after -- as positional, and - as a value")
  func terminator() throws {
    #expect(
      try arguments("tenant", "add", "--region=r", "--role-arn=a", "--", "--help")[SampleTenantAdd.name]
        == "--help")
    #expect(
      try arguments("tenant", "add", "-", "--region", "-", "--role-arn=a")[SampleTenantAdd.region] == "-")
    #expect(try arguments("jobs", "--tenant=--odd")[SampleJobs.tenant] == ["--odd"])
    #expect(try arguments("jobs", "--since", "-2h")[SampleJobs.since] == SampleRun.nowMs - 7_200_000)
  }

  @Test("takes global options before, within and after the command's name")
  func globals() throws {
    for words in [
      ["--db", "x.db", "--json", "tenant", "add", "n", "--region=r", "--role-arn=a"],
      ["tenant", "--db=x.db", "--json", "add", "n", "--region=r", "--role-arn=a"],
      ["tenant", "add", "n", "--region=r", "--json", "--role-arn=a", "--db", "x.db"],
    ] {
      guard case .run(let type, let arguments, let options) = try parse(words) else {
        Issue.record("\(words) runs nothing")
        continue
      }
      #expect(type.spec.name == "tenant add")
      #expect(arguments[SampleTenantAdd.name] == "n")
      #expect(options.databasePath == "x.db")
      #expect(options.json)
    }
  }

  @Test("names what was meant by a mistyped word")
  func suggestions() {
    #expect(refusal("jbos") == "unknown command 'jbos'; did you mean 'jobs'?")
    #expect(refusal("nothing") == "unknown command 'nothing'")
    #expect(refusal("tenant", "ad") == "unknown command 'tenant ad'; did you mean 'tenant add'?")
    #expect(
      refusal("jobs", "--tennant", "x")
        == "unknown option --tennant for 'headgate jobs'; did you mean --tenant?")
    #expect(
      refusal("jobs", "--state", "raedy")
        == "--state raedy: expected one of ready, running, dead; did you mean ready?")
    #expect(refusal("jobs", "-x") == "unknown option -x for 'headgate jobs'")
    #expect(refusal("--jsno", "jobs") == "unknown option --jsno for 'headgate'; did you mean --json?")
    #expect(refusal("--tenant", "acme", "jobs") == "--tenant belongs after the name of its command")
  }

  @Test("refuses what is missing, doubled, surplus or malformed in one sentence")
  func refusals() {
    #expect(
      refusal("tenant", "add") == "'headgate tenant add' needs NAME, --region REGION and --role-arn ARN")
    #expect(refusal("tenant", "add", "n", "--region=r") == "'headgate tenant add' needs --role-arn ARN")
    #expect(
      refusal("jobs", "--limit", "1", "--limit=2")
        == "--limit is given twice for 'headgate jobs'; give it once")
    #expect(refusal("--db=a", "jobs", "--db=b") == "--db is given twice for 'headgate jobs'; give it once")
    #expect(refusal("version", "x") == "'headgate version' takes no arguments, but was given 'x'")
    #expect(
      refusal("tenant", "add", "n", "m", "--region=r", "--role-arn=a")
        == "'m' is one argument too many for 'headgate tenant add'")
    #expect(refusal("jobs", "--lease", "5x") == "--lease 5x: expected a duration such as 250ms, 5s or 2m")
    #expect(refusal("jobs", "--limit", "0") == "--limit 0: expected a whole number from 1 to 1000")
    #expect(refusal("jobs", "--tenant=") == "--tenant '': expected a text that is not empty")
    #expect(refusal("jobs", "x") == "ID x: expected a job's number such as 42")
    #expect(refusal("jobs", "--verbose=yes") == "--verbose takes no value")
    #expect(refusal("jobs", "--tenant") == "--tenant needs a value: a text that is not empty")
    #expect(
      refusal("jobs", "--tenant", "--json")
        == "--tenant needs a value before --json; one that begins with '-' is written --tenant=…")
    #expect(refusal("--db") == "--db needs a value: a path")
  }

  @Test("gives help wherever it is asked for, even on a line that is wrong otherwise")
  func help() throws {
    for words in [
      ["tenant", "add", "--help"], ["--help", "tenant", "add"],
      ["tenant", "--bogus", "add", "-h", "--limit"],
      ["help", "tenant", "add"],
    ] {
      guard case .help(.command(let spec)) = try parse(words) else {
        Issue.record("\(words) gives no help")
        continue
      }
      #expect(spec.name == "tenant add")
    }
    guard case .help(.overview) = try parse(["help"]), case .help(.group) = try parse(["help", "tenant"]),
      case .help(.group) = try parse(["tenant", "-h"]), case .incomplete(.group) = try parse(["tenant"]),
      case .incomplete(.overview) = try parse([])
    else {
      Issue.record("not the help that was asked for")
      return
    }
    #expect(refusal("help", "jbos") == "unknown command 'jbos'; did you mean 'jobs'?")
    #expect(refusal("help", "jobs", "x") == "'x' is not part of 'headgate jobs'")
  }

  @Test("asks for nothing more where the version is wanted")
  func version() throws {
    for words in [["--version"], ["--json", "--version"], ["tenant", "add", "--version"]] {
      guard case .version = try parse(words) else {
        Issue.record("\(words) does not ask for the version")
        continue
      }
    }
  }
}
