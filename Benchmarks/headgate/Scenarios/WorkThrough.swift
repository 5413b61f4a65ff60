import WorkQueue

/// A whole worker on a backlog of jobs that do nothing, until it is empty.
enum WorkThrough: Scenario {
  static func run(_ arguments: Arguments) async throws -> Figures {
    let queue = try BenchDatabase.open(arguments.database)
    let concurrency = try arguments.number("concurrency", default: 256)
    let watch = Stopwatch()
    let summary = try await queue.worker(WorkerOptions(concurrency: concurrency, drain: true)).run()
    return watch.figures(jobs: summary.settled[.succeeded] ?? 0)
  }
}
