import WorkQueue

/// `headgate tenant resume`
struct TenantResumeCommand: Command {
  static let spec = CommandSpec(
    "tenant resume", summary: "let a tenant's jobs go on", parameters: [TenantParameters.name],
    examples: [CommandExample("headgate tenant resume acme", "from the next claim on")])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let scope = PauseScope.tenant(arguments[TenantParameters.name])
    PauseParameters.report(try await context.openQueue().resume(scope), scope, isPaused: false, context)
  }
}
