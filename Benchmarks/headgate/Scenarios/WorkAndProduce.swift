import WorkQueue

/// A worker on a backlog and a producer that adds to it, in one process.
enum WorkAndProduce: Scenario {
  static func run(_ arguments: Arguments) async throws -> Figures {
    let queue = try BenchDatabase.open(arguments.database)
    let count = try arguments.number("jobs", default: 10_000)
    let concurrency = try arguments.number("concurrency", default: 256)
    let producer = Producer(queue: queue, jobs: BenchJobs.jobs(count, kind: "nothing", run: "produce"))
    let worker = queue.worker(WorkerOptions(concurrency: concurrency, drain: true))
    let watch = Stopwatch()
    async let produced: Void = producer.run { worker.lookNow() }
    let summary = try await worker.run()
    try await produced
    return watch.figures(jobs: summary.settled[.succeeded] ?? 0)
  }
}
