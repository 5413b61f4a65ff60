import SQLite
import TimeAndChance
import WorkQueue

/// The demo's steps: each is a command line, shown and then run by the command's own parser.
struct DemoScript {
  let context: CommandContext
  let environment: [String: String]
  let folder: String

  private var work: [String] {
    [
      "work", "--drain", "--sandbox", "\(folder)/sandbox.json", "--retry-base", "100ms", "--retry-cap",
      "400ms", "--limit-writes", "0", "--limit-reads", "0",
    ]
  }

  func run() async throws {
    let startMs = context.time.monotonicMs()
    say("Onboarding 25 tenants: Salesforce accounts to S3, each in its own AWS account")
    show("export HEADGATE_DB=\(folder)/headgate.db")
    try await step(["init"])
    try await step(["onboard", "\(folder)/tenants.csv", "--template", "\(folder)/template"])
    try await step(work)

    say("What failed, and why")
    try await step(["jobs", "--state", "dead"])
    let reasons = try await deadReasons()
    let story = try await storyJob()

    say("The tenants mend their side, and the dead jobs are replayed; what waited for them follows")
    try await step(["sandbox", "apply", "\(folder)/mended.json", "--state", "\(folder)/sandbox.json"])
    try await step(["replay", "--state", "dead", "--all"])
    try await step(work)
    try await step(["jobs", "--state", "dead"])

    if let story {
      say("The story of one job: refused, tried again, dead, replayed, done")
      try await step(["log", "--job", String(story), "--limit", "12"])
    }
    say("Where it stands")
    try await step(["status"])
    try await conclude(reasons: reasons, startMs: startMs)
  }

  private func conclude(reasons: [String], startMs: Int64) async throws {
    let store = try store()
    let left = try await store.status(atMs: context.time.nowMs())
    let unfinished = JobState.allCases.filter { $0 != .succeeded && $0 != .cancelled }
      .reduce(0) { $0 + left.count($1) }
    let seconds = Format.duration(context.time.monotonicMs() - startMs)
    say("Done in \(seconds)")
    let out = context.console.out
    out.line("\(left.tenants.count) tenants, \(left.count(.succeeded)) jobs succeeded")
    out.line("failed at first: \(reasons.joined(separator: ", "))")
    out.line()
    out.line("Go on by hand:")
    for line in [
      "export HEADGATE_DB=\(folder)/headgate.db", "headgate jobs --tenant birch",
      "headgate log --tenant larch",
      "headgate job 1", "rm -r \(folder)",
    ] { out.line("  \(line, .bold)") }
    guard unfinished == 0 else {
      throw CommandError.failed("the demo left \(unfinished) jobs unfinished; that should not happen")
    }
  }

  /// The reasons of the dead jobs, each once.
  private func deadReasons() async throws -> [String] {
    let dead = try await store().jobs(JobFilter(state: .dead), limit: 1_000)
    return Set(dead.compactMap(\.reason)).sorted()
  }

  /// The job whose log is worth reading: one that was throttled.
  private func storyJob() async throws -> Int64? {
    try await store().ids(JobFilter(state: .dead, reason: "throttled"), limit: 1).first
  }

  private func store() throws -> SQLiteJobStore {
    try SQLiteJobStore(path: "\(folder)/headgate.db", writing: .caller)
  }

  private func say(_ text: String) {
    context.console.out.line()
    context.console.out.line("\(text, .bold)")
  }

  private func show(_ line: String) { context.console.out.line("\("$ \(line)", .active)") }

  private func step(_ commandLine: [String]) async throws {
    show("headgate " + commandLine.joined(separator: " "))
    context.console.out.flush()
    let tool = CommandLineTool(
      catalog: .headgate, environment: environment, console: context.console, time: context.time,
      random: context.random)
    let exitCode = await tool.run(commandLine)
    guard exitCode == 0 else { throw CommandError.alreadyReported(exitCode: exitCode) }
  }
}
