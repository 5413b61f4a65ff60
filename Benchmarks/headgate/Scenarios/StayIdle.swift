import Glibc
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
    let before = try syncs()
    let watch = Stopwatch()
    try await time.sleep(ms: Int64(seconds) * 1_000)
    var figures = watch.figures(jobs: 0)
    figures["syncs"] = Double(try syncs() - before)
    await worker.stop()
    _ = try await summary
    return figures
  }

  /// Waits for the disk so far, as Benchmarks/limit/watch.c counts them where it is preloaded.
  private static func syncs() throws -> Int {
    typealias Count = @convention(c) () -> Int
    guard let symbol = dlsym(nil, "watch_syncs") else { throw BenchError("watch.so is not preloaded") }
    return unsafeBitCast(symbol, to: Count.self)()
  }
}
