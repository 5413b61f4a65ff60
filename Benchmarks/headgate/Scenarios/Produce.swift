/// A producer in a process of its own.
enum Produce: Scenario {
  static func run(_ arguments: Arguments) async throws -> Figures {
    let count = try arguments.number("jobs", default: 10_000)
    let producer = Producer(
      queue: try BenchDatabase.open(arguments.database),
      jobs: BenchJobs.jobs(count, kind: "nothing", run: "produce"))
    let watch = Stopwatch()
    try await producer.run()
    return watch.figures(jobs: count)
  }
}
