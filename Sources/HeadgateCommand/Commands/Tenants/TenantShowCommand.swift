import WorkQueue

/// `headgate tenant show`
struct TenantShowCommand: Command {
  static let spec = CommandSpec(
    "tenant show", summary: "show one tenant", parameters: [TenantParameters.name])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let name = arguments[TenantParameters.name]
    guard let tenant = try await context.openForReading().tenant(named: name) else {
      throw CommandError.failed("there is no tenant '\(name)'", hint: "`headgate tenant list` shows them")
    }
    if context.json { return context.console.out.json(tenant.json) }
    var fields = Fields()
    fields.add("tenant", "\(tenant.name)")
    fields.add("role", tenant.roleARN.map { "\($0)" })
    fields.add("external id", tenant.externalId.map { "\($0)" })
    fields.add("Region", tenant.region.map { "\($0)" })
    fields.add("mode", "\(tenant.mode.rawValue)")
    fields.add("max running", "\(tenant.maxRunning)")
    fields.add("weight", "\(tenant.weight)")
    fields.add("paused since", tenant.pausedAtMs.map { "\(Format.timestamp($0))" })
    fields.print(to: context.console.out)
  }
}
