import WorkQueue

/// `headgate pause`
struct PauseCommand: Command {
  static let spec = CommandSpec(
    "pause", summary: "start no more jobs of a tenant, a kind, or any",
    parameters: PauseParameters.options, usage: ["--tenant NAME", "--kind KIND", "--all"],
    discussion: "It holds from the next claim on, in every worker. What runs goes on.",
    examples: [
      CommandExample("headgate pause --kind create-flow", "while AppFlow has trouble"),
      CommandExample("headgate pause --all", "everything"),
    ])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let scope = try PauseParameters.scope(arguments)
    PauseParameters.report(try await context.openQueue().pause(scope), scope, isPaused: true, context)
  }
}
