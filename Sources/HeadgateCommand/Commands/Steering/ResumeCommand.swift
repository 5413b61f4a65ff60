import WorkQueue

/// `headgate resume`
struct ResumeCommand: Command {
  static let spec = CommandSpec(
    "resume", summary: "let go on what was paused", parameters: PauseParameters.options,
    usage: ["--tenant NAME", "--kind KIND", "--all"],
    discussion:
      "--all ends the pause of everything; tenants and kinds that were paused by themselves stay paused.",
    examples: [CommandExample("headgate resume --tenant acme", "a tenant")])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let scope = try PauseParameters.scope(arguments)
    PauseParameters.report(try await context.openQueue().resume(scope), scope, isPaused: false, context)
  }
}
