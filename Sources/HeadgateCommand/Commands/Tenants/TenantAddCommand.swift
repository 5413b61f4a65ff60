import WorkQueue

/// `headgate tenant add`
struct TenantAddCommand: Command {
  static let spec = CommandSpec(
    "tenant add", summary: "add a tenant", parameters: [TenantParameters.name] + TenantParameters.options,
    usage: ["NAME --role-arn ARN --external-id ID --region REGION [options]"],
    discussion: """
      A tenant that is there already with the same settings stays as it is; to change settings use \
      `headgate tenant set`.
      """,
    examples: [
      CommandExample(
        "headgate tenant add acme --role-arn arn:aws:iam::123456789012:role/headgate --external-id hg-acme-91 "
          + "--region eu-central-1", "a tenant with flows in its own account")
    ])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let tenant = try TenantParameters.apply(
      arguments, to: Tenant(name: arguments[TenantParameters.name]))
    let queue = try context.openQueue()
    if let existing = try await queue.tenant(named: tenant.name) {
      var same = tenant
      same.pausedAtMs = existing.pausedAtMs
      guard same == existing else {
        throw CommandError.failed(
          "tenant '\(tenant.name)' is there already with other settings",
          hint: "see `headgate tenant show \(tenant.name)`; change it with `headgate tenant set`")
      }
    }
    let change = try await queue.save(tenant)
    if context.json {
      context.console.out.json(["name": tenant.name, "created": change == .created])
    } else {
      context.console.out.line(
        change == .created ? "added tenant \(tenant.name)" : "tenant \(tenant.name) is there already")
    }
  }
}
