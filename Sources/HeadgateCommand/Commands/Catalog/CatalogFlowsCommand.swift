import Headgate

/// `headgate catalog flows`
struct CatalogFlowsCommand: Command {
  static let spec = CommandSpec(
    "catalog flows", summary: "the tenant's flows", parameters: CatalogParameters.common,
    examples: [CommandExample("headgate catalog flows --tenant acme", "with the status of the last run")])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let flows = try await CatalogParameters.open(arguments, context).flows()
    let output = CatalogOutput(context: context)
    output.print(
      flows, nothing: "no flows",
      [
        .left("FLOW"), .left("STATUS"), .left("TRIGGER"), .left("SOURCE"), .left("DESTINATION"),
        .left("LAST RUN"), .left("UPDATED"), .flexible("DESCRIPTION"),
      ]
    ) { item in
      [
        CatalogOutput.text(item.text("flowName")), CatalogOutput.status(item.text("flowStatus")),
        CatalogOutput.text(item.text("triggerType")),
        CatalogOutput.text(item.text("sourceConnectorLabel"), item.text("sourceConnectorType")),
        CatalogOutput.text(item.text("destinationConnectorLabel"), item.text("destinationConnectorType")),
        CatalogOutput.status(item.text("lastRunExecutionDetails", "mostRecentExecutionStatus")),
        output.age(item, "lastUpdatedAt"), CatalogOutput.text(item.text("description")),
      ]
    }
  }
}
