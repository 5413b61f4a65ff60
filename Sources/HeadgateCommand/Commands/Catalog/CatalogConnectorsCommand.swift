import Headgate

/// `headgate catalog connectors`
struct CatalogConnectorsCommand: Command {
  static let spec = CommandSpec(
    "catalog connectors", summary: "the connectors that AppFlow offers",
    parameters: CatalogParameters.common,
    examples: [CommandExample("headgate catalog connectors --tenant acme", "what can be connected")])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let connectors = try await CatalogParameters.open(arguments, context).connectors()
    CatalogOutput(context: context).print(
      connectors, nothing: "no connectors",
      [.left("TYPE"), .left("LABEL"), .left("NAME"), .left("OWNER"), .left("VERSION"), .flexible("MODES")]
    ) { item in
      [
        CatalogOutput.text(item.text("connectorType")), CatalogOutput.text(item.text("connectorLabel")),
        CatalogOutput.text(item.text("connectorName")), CatalogOutput.text(item.text("connectorOwner")),
        CatalogOutput.text(item.text("connectorVersion")), CatalogOutput.texts(item.texts("connectorModes")),
      ]
    }
  }
}
