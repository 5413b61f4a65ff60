import TimeAndChance
import WorkQueue

/// A worker with nothing to do.
enum StayIdle: Scenario {
  static func run(_ arguments: Arguments) async throws -> Figures {
    let queue = try BenchDatabase.open(arguments.database)
    let seconds = try arguments.number("seconds", default: 12)
    let worker = queue.worker()
    async let summary = worker.run()
    let time = SystemTime()
    // What it does once, when it comes, is not what it does while it waits.
    try await time.sleep(ms: 1_000)
    let watch = Stopwatch()
    try await time.sleep(ms: Int64(seconds) * 1_000)
    let figures = watch.figures(jobs: 0)
    await worker.stop()
    _ = try await summary
    return figures
  }
}
