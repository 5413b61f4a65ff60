import TimeAndChance

/// What a command may use of the world.
struct CommandContext: Sendable {
  /// The environment variable that names the database, and the file that is used without it.
  static let databaseVariable = "HEADGATE_DB"
  static let defaultDatabasePath = "headgate.db"

  let console: Console
  let environment: [String: String]
  let options: GlobalOptions
  let time: any TimeSource
  let random: any RandomSource

  /// Whether the data printed is to be JSON.
  var json: Bool { options.json }

  /// From `--db`, else from `HEADGATE_DB`, else `headgate.db` in the working directory.
  var databasePath: String {
    if let path = options.databasePath { return path }
    if let path = environment[Self.databaseVariable], !path.isEmpty { return path }
    return Self.defaultDatabasePath
  }

  /// The whole of a file that was named on the command line.
  func readText(_ file: InputFile) throws(CommandError) -> String {
    try file.readText(standardInput: console.inputDescriptor)
  }
}
