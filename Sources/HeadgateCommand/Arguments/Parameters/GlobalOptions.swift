/// The options that every command takes, before or after its name.
struct GlobalOptions: Sendable, Equatable {
  static let database = Option.optional(
    "db", .path(), "the database (otherwise HEADGATE_DB, otherwise ./headgate.db)")
  static let json = Flag("json", "print JSON: one object, or one object a line")
  static let noColor = Flag("no-color", "no colours (as with NO_COLOR)")
  static let help = Flag("help", short: "h", "show help and exit")
  static let version = Flag("version", "show the version and exit")

  static let all: [any Parameter] = [database, json, noColor, help, version]

  static var definitions: [ParameterDefinition] { all.map(\.definition) }

  var databasePath: String?
  var json = false

  init() {}

  init(_ arguments: ParsedArguments) {
    databasePath = arguments[Self.database]
    json = arguments[Self.json]
  }
}
