/// Makes a database; measures nothing.
enum PrepareDatabase: Scenario {
  static func run(_ arguments: Arguments) async throws -> Figures {
    try await BenchDatabase.prepare(arguments.database)
    return [:]
  }
}
