import TimeAndChance

@testable import HeadgateCommand

/// A command with a parameter of every sort, which prints what it was given.
struct SampleJobs: Command {
  enum State: String, CaseIterable {
    case ready
    case running
    case dead
  }

  static let ids = Argument.repeated("ID", .jobID, "the jobs")
  static let state = Option.optional(
    "state", short: "s", .choice(of: State.self, "STATE"), "only jobs in this state")
  static let tenant = Option.repeated("tenant", short: "t", .text("NAME"), "only jobs of this tenant")
  static let limit = Option.withDefault("limit", .integer(1...1000), default: "50", "at most so many")
  static let lease = Option.optional("lease", .durationMs, "how long a lease lasts")
  static let since = Option.optional("since", .since, "only what happened since then")
  static let verbose = Flag("verbose", short: "v", "more of everything")
  static let quiet = Flag("quiet", short: "q", "less of everything")

  static let spec = CommandSpec(
    "jobs", summary: "list jobs", parameters: [ids, state, tenant, limit, lease, since, verbose, quiet],
    discussion: "The newest job comes first.",
    examples: [CommandExample("headgate jobs -s dead", "what has died")])

  let arguments: ParsedArguments

  init(arguments: ParsedArguments) throws {
    if arguments[Self.verbose], arguments[Self.quiet] {
      throw CommandError.usage("--verbose and --quiet exclude each other")
    }
    self.arguments = arguments
  }

  func run(_ context: CommandContext) {
    context.console.out.json([
      "ids": arguments[Self.ids], "state": arguments[Self.state]?.rawValue, "tenants": arguments[Self.tenant],
      "limit": arguments[Self.limit], "lease": arguments[Self.lease], "since": arguments[Self.since],
      "verbose": arguments[Self.verbose], "json": context.json, "db": context.databasePath,
    ])
  }
}

struct SampleTenantAdd: Command {
  static let name = Argument.required("NAME", .text("NAME"), "the tenant")
  static let region = Option.required("region", .text("REGION"), "where its flows run")
  static let roleARN = Option.required("role-arn", .text("ARN"), "the role to assume")

  static let spec = CommandSpec(
    "tenant add", summary: "add a tenant", parameters: [name, region, roleARN])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) {
    context.console.out.line("\(arguments[Self.name]) in \(arguments[Self.region])")
  }
}

/// Fails as it is told to.
struct SampleFailure: Command {
  struct Foreign: Error, CustomStringConvertible { var description: String { "the disk is full" } }

  static let how = Argument.required("HOW", .choice(["plain", "foreign", "quiet"], "HOW"), "in what way")
  static let spec = CommandSpec("fail", summary: "fail", parameters: [how])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) throws {
    context.console.out.line("before")
    switch arguments[Self.how] {
    case "plain": throw CommandError.failed("job 7 is dead", hint: "see 'headgate job 7'")
    case "foreign": throw Foreign()
    default: throw CommandError.alreadyReported()
    }
  }
}

extension CommandCatalog {
  static let sample = CommandCatalog(
    summary: "A sample.",
    sections: [
      CommandSection(
        "Jobs", [.command(SampleJobs.self), .command(SampleFailure.self), .command(VersionCommand.self)]),
      CommandSection(
        "Tenants",
        [.group(CommandGroup("tenant", summary: "manage tenants", commands: [SampleTenantAdd.self]))]),
    ])
}

/// One run of the command on captured streams.
struct SampleRun {
  static let nowMs: Int64 = 1_795_341_600_000  // 2026-11-22T10:00:00Z

  private struct StandingTime: TimeSource {
    func nowMs() -> Int64 { SampleRun.nowMs }
    func monotonicMs() -> Int64 { 0 }
    func sleep(ms: Int64) async throws {}
  }

  let exitCode: Int32
  let out: String
  let err: String

  init(_ commandLine: String..., environment: [String: String] = [:], terminalColumns: Int? = nil) async {
    let out = CapturedSink(terminalColumns: terminalColumns)
    let err = CapturedSink(terminalColumns: terminalColumns)
    let tool = CommandLineTool(
      catalog: .sample, environment: environment,
      console: Console(out: out, err: err, environment: environment),
      time: StandingTime(), random: SeededRandom(seed: 1))
    exitCode = await tool.run(commandLine)
    self.out = out.text
    self.err = err.text
  }
}
