import WorkQueue

/// `headgate tenant list`
struct TenantListCommand: Command {
  static let spec = CommandSpec(
    "tenant list", summary: "list the tenants",
    examples: [CommandExample("headgate tenant list --json", "one JSON object a line")])

  init(arguments: ParsedArguments) {}

  func run(_ context: CommandContext) async throws {
    let tenants = try await context.openForReading().tenants()
    if context.json {
      for tenant in tenants { context.console.out.json(tenant.json) }
      return
    }
    var table = Table(
      .left("TENANT"), .left("REGION"), .left("MODE"), .right("MAX"), .left("STATE"), .flexible("ROLE"))
    for tenant in tenants {
      table.add(
        "\(tenant.name)", "\(tenant.region ?? "–")", "\(tenant.mode.rawValue)", "\(tenant.maxRunning)",
        tenant.pausedAtMs == nil ? "open" : "\("paused", .warning)", "\(tenant.roleARN ?? "–")")
    }
    table.print(to: context.console.out)
    if tenants.isEmpty { context.console.err.line("no tenants yet; add one with `headgate tenant add`") }
  }
}
