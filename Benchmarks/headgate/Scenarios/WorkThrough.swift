import WorkQueue

/// A whole worker on jobs that do nothing: until its backlog is empty, or until so many have succeeded in all.
enum WorkThrough: Scenario {
  static func run(_ arguments: Arguments) async throws -> Figures {
    let queue = try BenchDatabase.open(arguments.database)
    let concurrency = try arguments.number("concurrency", default: 256)
    let total = try arguments.number("total", default: 0)
    let watch = Stopwatch()
    let summary =
      total > 0
      ? try await WorkUntil.run(
        queue.worker(WorkerOptions(concurrency: concurrency)), queue, succeeded: total)
      : try await queue.worker(WorkerOptions(concurrency: concurrency, drain: true)).run()
    return watch.figures(jobs: summary.settled[.succeeded] ?? 0)
  }
}
