import Headgate

/// `headgate catalog buckets`
struct CatalogBucketsCommand: Command {
  static let spec = CommandSpec(
    "catalog buckets", summary: "the S3 buckets of the tenant's account",
    parameters: CatalogParameters.common,
    discussion: "AppFlow writes to buckets of its own Region only.",
    examples: [CommandExample("headgate catalog buckets --tenant acme", "where flows can write to")])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let buckets = try await CatalogParameters.open(arguments, context).buckets()
    CatalogOutput(context: context).print(
      buckets, nothing: "no buckets", [.left("BUCKET"), .left("REGION"), .left("CREATED")]
    ) { item in
      [
        CatalogOutput.text(item.text("Name")), CatalogOutput.text(item.text("BucketRegion")),
        CatalogOutput.timestamp(item, "CreationDate"),
      ]
    }
  }
}
