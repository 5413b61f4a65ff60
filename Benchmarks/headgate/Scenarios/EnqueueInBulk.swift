import Headgate
import WorkQueue

/// Many jobs at once. Of the kind `create-flow` each payload is checked as AWS would; of `nothing`, by the schema alone.
enum EnqueueInBulk: Scenario {
  /// As many as one call is given; ten millions would not fit into memory.
  private static let portion = 100_000

  static func run(_ arguments: Arguments) async throws -> Figures {
    let kind = try arguments.text("kind")
    let path = try arguments.database
    let queue =
      kind == NoOperation.rule.name
      ? try BenchDatabase.open(path)
      : try AppFlowQueue(
        opening: path, connection: .none, environment: [:]
      ).jobs
    let count = try arguments.number("jobs", default: 100_000)
    var figures: Figures = [:]
    // Where an earlier run left off.
    let first = try arguments.number("first", default: 0)
    for start in stride(from: first, to: first + count, by: portion) {
      let jobs = BenchJobs.jobs(start..<min(start + portion, first + count), kind: kind, run: "bulk")
      let watch = Stopwatch()
      let results = try await queue.enqueueEach(jobs)
      for (name, value) in watch.figures(jobs: jobs.count) { figures[name, default: 0] += value }
      for case .failure(let refusal) in results { throw refusal }
    }
    figures["peakMegabytes"] = ProcessCost.peakMegabytes
    return figures
  }
}
