import Headgate

/// `headgate catalog executions`
struct CatalogExecutionsCommand: Command {
  static let flow = Option.required("flow", .text("NAME"), "the flow whose runs are listed")

  static let spec = CommandSpec(
    "catalog executions", summary: "the runs of a flow", parameters: [flow] + CatalogParameters.common,
    examples: [
      CommandExample("headgate catalog executions --tenant acme --flow acme-accounts", "how they ended")
    ])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let runs = try await CatalogParameters.open(arguments, context).executions(
      ofFlow: arguments[Self.flow])
    CatalogOutput(context: context).print(
      runs, nothing: "the flow has not run",
      [
        .left("EXECUTION"), .left("STATUS"), .left("STARTED"), .left("UPDATED"), .right("RECORDS"),
        .right("BYTES"), .right("FAILED"), .flexible("MESSAGE"),
      ]
    ) { item in
      func count(_ number: Int64?) -> StyledText { "\(number.map { Format.count($0) } ?? "–")" }
      return [
        CatalogOutput.text(item.text("executionId")), CatalogOutput.status(item.text("executionStatus")),
        CatalogOutput.timestamp(item, "startedAt"), CatalogOutput.timestamp(item, "lastUpdatedAt"),
        count(item.integer("executionResult", "recordsProcessed")),
        count(item.integer("executionResult", "bytesWritten")),
        count(item.integer("executionResult", "errorInfo", "putFailuresCount")),
        CatalogOutput.text(item.text("executionResult", "errorInfo", "executionMessage")),
      ]
    }
  }
}
