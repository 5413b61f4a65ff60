import WorkQueue

/// `headgate tenant pause`
struct TenantPauseCommand: Command {
  static let spec = CommandSpec(
    "tenant pause", summary: "start no more jobs of a tenant", parameters: [TenantParameters.name],
    examples: [CommandExample("headgate tenant pause acme", "what runs goes on")])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let scope = PauseScope.tenant(arguments[TenantParameters.name])
    PauseParameters.report(try await context.openQueue().pause(scope), scope, isPaused: true, context)
  }
}
