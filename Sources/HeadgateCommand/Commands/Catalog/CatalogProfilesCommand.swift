import Headgate

/// `headgate catalog profiles`
struct CatalogProfilesCommand: Command {
  static let spec = CommandSpec(
    "catalog profiles", summary: "the tenant's connector profiles",
    parameters: [CatalogParameters.connectorType] + CatalogParameters.common,
    examples: [
      CommandExample(
        "headgate catalog profiles --tenant acme --connector-type Salesforce", "those to Salesforce")
    ])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let profiles = try await CatalogParameters.open(arguments, context).profiles(
      connectorType: arguments[CatalogParameters.connectorType])
    let output = CatalogOutput(context: context)
    output.print(
      profiles, nothing: "no such connector profiles",
      [.left("PROFILE"), .left("TYPE"), .left("LABEL"), .left("MODE"), .left("STATUS"), .left("UPDATED")]
    ) { item in
      [
        CatalogOutput.text(item.text("connectorProfileName")),
        CatalogOutput.text(item.text("connectorType")), CatalogOutput.text(item.text("connectorLabel")),
        CatalogOutput.text(item.text("connectionMode")),
        // Only private connections have to be provisioned.
        CatalogOutput.status(item.text("privateConnectionProvisioningState", "status")),
        output.age(item, "lastUpdatedAt"),
      ]
    }
  }
}
