import Headgate

/// `headgate catalog entity`
struct CatalogEntityCommand: Command {
  static let entity = Argument.required(
    "NAME", .text("NAME"), "the object's name, as `catalog entities` lists it")

  static let spec = CommandSpec(
    "catalog entity", summary: "the fields of one object",
    parameters: [entity] + CatalogParameters.connection + CatalogParameters.common,
    discussion:
      "INCREMENTAL tells which fields a scheduled flow can go by to transfer only what has changed.",
    examples: [
      CommandExample(
        "headgate catalog entity Account --tenant acme --profile acme-salesforce", "what can be mapped")
    ])

  let arguments: ParsedArguments

  init(arguments: ParsedArguments) throws {
    self.arguments = arguments
    try CatalogParameters.requireConnection(arguments)
  }

  func run(_ context: CommandContext) async throws {
    let fields = try await CatalogParameters.open(arguments, context).fields(
      ofEntity: arguments[Self.entity], profile: arguments[CatalogParameters.profile],
      connectorType: arguments[CatalogParameters.connectorType],
      apiVersion: arguments[CatalogParameters.apiVersion])
    CatalogOutput(context: context).print(
      fields, nothing: "no fields",
      [.left("FIELD"), .flexible("LABEL"), .left("TYPE"), .left("KEY"), .left("INCREMENTAL")]
    ) { item in
      [
        CatalogOutput.text(item.text("identifier")), CatalogOutput.text(item.text("label")),
        CatalogOutput.text(item.text("supportedFieldTypeDetails", "v1", "fieldType")),
        CatalogOutput.yes(item.flag("isPrimaryKey")),
        CatalogOutput.yes(item.flag("sourceProperties", "isTimestampFieldForIncrementalQueries")),
      ]
    }
  }
}
