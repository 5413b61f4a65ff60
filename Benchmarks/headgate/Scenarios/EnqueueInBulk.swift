import Headgate
import WorkQueue

/// Many jobs at once. Of the kind `create-flow` each payload is checked as AWS would; of `nothing`, by the schema alone.
enum EnqueueInBulk: Scenario {
  static func run(_ arguments: Arguments) async throws -> Figures {
    let kind = try arguments.text("kind")
    let path = try arguments.database
    let queue =
      kind == NoOperation.rule.name
      ? try BenchDatabase.open(path)
      : try AppFlowQueue(
        opening: path, connection: .none, environment: [:]
      ).jobs
    let jobs = BenchJobs.jobs(
      try arguments.number("jobs", default: 100_000), kind: kind, run: "bulk")
    let watch = Stopwatch()
    let results = try await queue.enqueueEach(jobs)
    let figures = watch.figures(jobs: jobs.count)
    for case .failure(let refusal) in results { throw refusal }
    return figures
  }
}
