import SQLite
import WorkQueue

/// Fills a prepared database with rows that a claim has nothing to do with.
enum FillDatabase: Scenario {
  static func run(_ arguments: Arguments) async throws -> Figures {
    let connection = try QueueDatabase.open(path: arguments.database, access: .readWrite)
    let rows = try arguments.number("rows", default: 100_000)
    let watch = Stopwatch()
    try Filling(
      connection: connection, isBacklog: try arguments.number("backlog", default: 0) == 1
    ).fill(rows: rows)
    return watch.figures(jobs: rows)
  }
}
