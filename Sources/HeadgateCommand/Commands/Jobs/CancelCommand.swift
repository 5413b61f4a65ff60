import WorkQueue

/// `headgate cancel`
struct CancelCommand: Command {
  static let all = Flag("all", "every unfinished job that passes the conditions")
  static let cascade = Flag("cascade", "cancel what waits for them, too; else it goes on without them")
  static let dryRun = Flag("dry-run", "only say what would be cancelled")

  static let spec = CommandSpec(
    "cancel", summary: "cancel jobs, running ones too",
    parameters: [JobSelection.ids] + JobFilterParameters.all + [all, cascade, dryRun],
    usage: ["ID… [--cascade]", "[--state STATE] [--tenant NAME] [--kind KIND] --all"],
    discussion: """
      What has not started is cancelled at once. A running job is asked to stop: its worker breaks off the call that \
      is under way within a second. What it had sent may have taken effect; the job says so, and a replay finds out \
      with the same client token.

      Dead jobs are discarded instead: `headgate discard`.
      """,
    examples: [
      CommandExample("headgate cancel 42", "one job"),
      CommandExample("headgate cancel --tenant acme --all --cascade", "all that a tenant still waits for"),
    ])

  private static let selection = JobSelection(
    states: [.ready, .scheduled, .blocked, .running], verb: "cancelled")

  let arguments: ParsedArguments

  init(arguments: ParsedArguments) throws {
    self.arguments = arguments
    try Self.selection.check(arguments, all: Self.all)
  }

  func run(_ context: CommandContext) async throws {
    try await CancellationReport.run(
      Self.selection, arguments, cascade: Self.cascade, dryRun: Self.dryRun, verb: "cancel", context)
  }
}
