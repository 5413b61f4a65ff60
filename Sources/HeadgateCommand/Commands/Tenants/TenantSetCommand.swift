import WorkQueue

/// `headgate tenant set`
struct TenantSetCommand: Command {
  static let spec = CommandSpec(
    "tenant set", summary: "change a tenant's settings",
    parameters: [TenantParameters.name] + TenantParameters.options,
    discussion:
      "What is not given stays as it is. Jobs that run now finish with the settings they began with.",
    examples: [
      CommandExample("headgate tenant set acme --external-id hg-acme-92", "after the trust policy was mended")
    ])

  let arguments: ParsedArguments

  init(arguments: ParsedArguments) throws {
    self.arguments = arguments
    guard TenantParameters.options.contains(where: { arguments.wasGiven($0) }) else {
      throw CommandError.usage("nothing to change is given; name a setting such as --region")
    }
  }

  func run(_ context: CommandContext) async throws {
    let queue = try context.openQueue()
    let name = arguments[TenantParameters.name]
    guard let existing = try await queue.tenant(named: name) else {
      throw CommandError.failed("there is no tenant '\(name)'", hint: "`headgate tenant list` shows them")
    }
    let change = try await queue.save(try TenantParameters.apply(arguments, to: existing))
    if context.json {
      context.console.out.json(["name": name, "changed": change == .updated])
    } else {
      context.console.out.line(change == .updated ? "changed tenant \(name)" : "tenant \(name) is so already")
    }
  }
}
