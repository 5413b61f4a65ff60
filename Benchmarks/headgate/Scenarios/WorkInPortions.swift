import Synchronization
import WorkQueue

/// Works off portions of a backlog that is filled up again in between, so that its depth stays the same.
enum WorkInPortions: Scenario {
  static let portion = 1_000

  static func run(_ arguments: Arguments) async throws -> Figures {
    let queue = try BenchDatabase.open(arguments.database)
    var figures: Figures = [:]
    for round in 0..<(try arguments.number("rounds", default: 10)) {
      let jobs = BenchJobs.jobs(portion, kind: "nothing", run: "portion-\(round)")
      for result in try await queue.enqueueEach(jobs) { _ = try result.get() }
      for (name, value) in try await workOff(queue) where name != "peakMegabytes" {
        figures[name, default: 0] += value
      }
    }
    return figures
  }

  private static func workOff(_ queue: JobQueue) async throws -> Figures {
    let settled = Mutex(0)
    let enough = WakeSignal()
    let worker = queue.worker(WorkerOptions(concurrency: 256)) { event in
      guard case .settled = event else { return }
      let count = settled.withLock { settled in
        settled += 1
        return settled
      }
      if count == portion { enough.signal() }
    }
    let watch = Stopwatch()
    async let summary = worker.run()
    await enough.wait()
    await worker.stop()
    return watch.figures(jobs: try await summary.settled[.succeeded] ?? 0)
  }
}
