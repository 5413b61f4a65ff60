import Headgate

/// `headgate catalog entities`
struct CatalogEntitiesCommand: Command {
  static let path = Option.optional(
    "path", .text("PATH"), "an object that has others within it, instead of the top")

  static let spec = CommandSpec(
    "catalog entities", summary: "the objects that a connection offers",
    parameters: CatalogParameters.connection + [path] + CatalogParameters.common,
    examples: [
      CommandExample(
        "headgate catalog entities --tenant acme --profile acme-salesforce", "Account, Contact, …")
    ])

  let arguments: ParsedArguments

  init(arguments: ParsedArguments) throws {
    self.arguments = arguments
    try CatalogParameters.requireConnection(arguments)
  }

  func run(_ context: CommandContext) async throws {
    let entities = try await CatalogParameters.open(arguments, context).entities(
      profile: arguments[CatalogParameters.profile],
      connectorType: arguments[CatalogParameters.connectorType], path: arguments[Self.path],
      apiVersion: arguments[CatalogParameters.apiVersion])
    CatalogOutput(context: context).print(
      entities, nothing: "no objects", [.left("NAME"), .flexible("LABEL"), .left("NESTED")]
    ) { item in
      [
        CatalogOutput.text(item.text("name")), CatalogOutput.text(item.text("label")),
        CatalogOutput.yes(item.flag("hasNestedEntities")),
      ]
    }
  }
}
