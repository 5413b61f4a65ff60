import Headgate
import WorkQueue

/// `headgate init`
struct InitCommand: Command {
  static let spec = CommandSpec(
    "init", summary: "create the database, or bring an older one up to date",
    discussion: """
      The file can be read and written by its owner alone. Running it again changes nothing. An older database \
      is brought up to this program's version in one step: it is done whole or not at all.
      """,
    examples: [CommandExample("headgate --db queue.db init", "a new database in this folder")])

  init(arguments: ParsedArguments) {}

  func run(_ context: CommandContext) async throws {
    let path = context.databasePath
    let preparation = try QueueDatabase.prepare(path: path, rules: KindCatalog.rules)
    if context.json {
      context.console.out.json([
        "path": path, "created": preparation == .created, "version": Schema.version,
      ])
      return
    }
    switch preparation {
    case .created: context.console.out.line("created \(path)")
    case .migrated(let from):
      context.console.out.line("brought \(path) from version \(from) to \(Schema.version)")
    case .upToDate: context.console.out.line("\(path) is up to date")
    }
  }
}
