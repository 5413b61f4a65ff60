import WorkQueue

/// Callers that enqueue one job after the other, each told of its job only after the commit.
enum EnqueueByCallers: Scenario {
  static func run(_ arguments: Arguments) async throws -> Figures {
    let queue = try BenchDatabase.open(arguments.database)
    let callers = try arguments.number("callers", default: 1)
    let jobs = BenchJobs.jobs(try arguments.number("jobs", default: 2_000), kind: "nothing", run: "enqueue")
    let watch = Stopwatch()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<callers {
        group.addTask {
          for index in stride(from: caller, to: jobs.count, by: callers) {
            try await queue.enqueue(jobs[index])
          }
        }
      }
      try await group.waitForAll()
    }
    return watch.figures(jobs: jobs.count)
  }
}
