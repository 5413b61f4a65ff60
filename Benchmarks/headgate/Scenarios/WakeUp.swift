import Synchronization
import WorkQueue

/// A worker with nothing to do, until another process inserts; prints when each operation began.
enum WakeUp: Scenario {
  static func run(_ arguments: Arguments) async throws -> Figures {
    let wanted = try arguments.number("jobs", default: 200)
    let operation = StampOperation()
    let queue = try BenchDatabase.open(arguments.database, operation: operation)
    let settled = Mutex(0)
    let enough = WakeSignal()
    let worker = queue.worker { event in
      switch event {
      case .started: Output.write(line: "ready")
      case .settled:
        let count = settled.withLock { settled in
          settled += 1
          return settled
        }
        if count == wanted { enough.signal() }
      default: break
      }
    }
    let watch = Stopwatch()
    async let summary = worker.run()
    await enough.wait()
    await worker.stop()
    let jobs = try await summary.settled[.succeeded] ?? 0
    for line in operation.stamps { Output.write(line: line) }
    return watch.figures(jobs: jobs)
  }
}
