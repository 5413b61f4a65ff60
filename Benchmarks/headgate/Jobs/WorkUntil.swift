import TimeAndChance
import WorkQueue

/// A worker that goes on until so many jobs of the queue have succeeded, whoever did them: one that drains would leave
/// when a producer is slower than itself.
enum WorkUntil {
  private static let lookMs: Int64 = 20

  static func run(_ worker: Worker, _ queue: JobQueue, succeeded total: Int) async throws -> WorkerSummary {
    let watch = Task {
      while try await queue.status().count(.succeeded) < total { try await SystemTime().sleep(ms: lookMs) }
      await worker.stop()
    }
    let summary = try await worker.run()
    try await watch.value
    return summary
  }
}
