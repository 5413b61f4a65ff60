import Headgate

/// `headgate catalog connector`
struct CatalogConnectorCommand: Command {
  static let type = Argument.required(
    "TYPE", .text("TYPE"), "the connector's type, such as Salesforce or CustomConnector")
  static let label = Option.optional(
    "label", .text("LABEL"), "which custom connector, such as GoogleAnalytics4")

  static let spec = CommandSpec(
    "catalog connector", summary: "what one connector can do",
    parameters: [type, label] + CatalogParameters.common,
    examples: [
      CommandExample("headgate catalog connector Salesforce --tenant acme", "its triggers, its destinations")
    ])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let connector = try await CatalogParameters.open(arguments, context).connector(
      arguments[Self.type], label: arguments[Self.label])
    if context.json { return context.console.out.json(OrderedJSON.raw(connector.json)) }
    var fields = Fields()
    func add(_ name: String, _ texts: [String]) {
      fields.add(name, texts.isEmpty ? nil : CatalogOutput.texts(texts))
    }
    fields.add("type", CatalogOutput.text(connector.text("connectorType"), arguments[Self.type]))
    fields.add("label", connector.text("connectorLabel").map { "\($0)" })
    fields.add("name", connector.text("connectorName").map { "\($0)" })
    fields.add("description", connector.text("connectorDescription").map { "\($0)" })
    fields.add("owner", connector.text("connectorOwner").map { "\($0)" })
    fields.add("version", connector.text("connectorVersion").map { "\($0)" })
    fields.add("source", CatalogOutput.yes(connector.flag("canUseAsSource")))
    fields.add("destination", CatalogOutput.yes(connector.flag("canUseAsDestination")))
    add("triggers", connector.texts("supportedTriggerTypes"))
    add("frequencies", connector.texts("supportedSchedulingFrequencies"))
    add("destinations", connector.texts("supportedDestinationConnectors"))
    add("modes", connector.texts("connectorModes"))
    add("API versions", connector.texts("supportedApiVersions"))
    fields.print(to: context.console.out)
  }
}
