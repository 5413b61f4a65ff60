import WorkQueue

/// `headgate discard`
struct DiscardCommand: Command {
  static let all = Flag("all", "every dead job that passes the conditions")
  static let cascade = Flag("cascade", "cancel what waits for them, too; else it goes on without them")
  static let dryRun = Flag("dry-run", "only say what would be discarded")

  static let spec = CommandSpec(
    "discard", summary: "give dead jobs up for good",
    parameters: [JobSelection.ids] + JobFilterParameters.all + [all, cascade, dryRun],
    usage: ["ID… [--cascade]", "[--tenant NAME] [--kind KIND] [--reason REASON] [--since TIME] --all"],
    discussion: """
      A dead job holds up what waits for it. Discarded, it counts as cancelled: what waited goes on without it, or \
      with --cascade is cancelled with it, over all that waits in turn.
      """,
    examples: [
      CommandExample("headgate discard 42 --cascade", "the job, and what cannot do without it"),
      CommandExample("headgate discard --reason invalid-request --all --dry-run", "see what that would be"),
    ])

  private static let selection = JobSelection(states: [.dead], verb: "discarded")

  let arguments: ParsedArguments

  init(arguments: ParsedArguments) throws {
    self.arguments = arguments
    try Self.selection.check(arguments, all: Self.all)
  }

  func run(_ context: CommandContext) async throws {
    try await CancellationReport.run(
      Self.selection, arguments, cascade: Self.cascade, dryRun: Self.dryRun, verb: "discard", context)
  }
}
