import Headgate

/// What the commands of `headgate catalog` share.
enum CatalogParameters {
  static let tenant = Option.required("tenant", short: "t", .text("NAME"), "whose AWS account is looked at")
  static let profile = Option.optional(
    "profile", .text("NAME"), "the connector profile whose connection is used")
  static let connectorType = Option.optional(
    "connector-type", .text("TYPE"), "as AppFlow writes it, such as Salesforce")
  static let apiVersion = Option.optional(
    "api-version", .text("VERSION"), "the application's API version, where its connector demands one")

  static let common: [any Parameter] = [tenant] + SandboxParameters.all
  static let connection: [any Parameter] = [profile, connectorType, apiVersion]

  /// The tenant's catalog. A sandbox is looked at and left as it is.
  static func open(_ arguments: ParsedArguments, _ context: CommandContext) async throws -> Catalog {
    let sandbox = try SandboxParameters.open(arguments, context)
    let connection = if let sandbox { sandbox.connection } else { try await context.connect() }
    let queue = try context.openAppFlow(connection: connection)
    return try await queue.catalog(ofTenant: arguments[tenant])
  }

  /// A profile or a connector type, without which nobody knows where to look.
  static func requireConnection(_ arguments: ParsedArguments) throws(CommandError) {
    guard arguments[profile] != nil || arguments[connectorType] != nil else {
      throw .usage("--profile is missing (or --connector-type, for a connector that needs no profile)")
    }
  }
}
