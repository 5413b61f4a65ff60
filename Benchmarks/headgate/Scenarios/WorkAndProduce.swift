import WorkQueue

/// A worker on a backlog and a producer that adds to it, in one process, until all of it has succeeded.
enum WorkAndProduce: Scenario {
  static func run(_ arguments: Arguments) async throws -> Figures {
    let queue = try BenchDatabase.open(arguments.database)
    let count = try arguments.number("jobs", default: 10_000)
    let producer = Producer(queue: queue, jobs: BenchJobs.jobs(count, kind: "nothing", run: "produce"))
    let watch = Stopwatch()
    let concurrency = try arguments.number("concurrency", default: 256)
    let worker = queue.worker(WorkerOptions(concurrency: concurrency))
    async let produced: Void = producer.run { worker.lookNow() }
    let summary = try await WorkUntil.run(
      worker, queue, succeeded: try arguments.number("total", default: count))
    try await produced
    return watch.figures(jobs: summary.settled[.succeeded] ?? 0)
  }
}
