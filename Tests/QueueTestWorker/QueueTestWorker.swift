import Glibc
import SQLite
import TimeAndChance
import WorkQueue

/// A worker process for tests that kill it: `QueueTestWorker QUEUE.db EFFECTS.db SEED [DEADAFTER]`. It works until
/// nothing can run any more, or until it kills itself, and writes each effect into the second file.
@main
enum QueueTestWorker {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard (4...5).contains(arguments.count), let seed = UInt64(arguments[3]) else { exit(2) }
    let random = SeededRandom(seed: seed)
    let effect = try EffectOperation(
      effectsPath: arguments[2], deadAfter: arguments.count == 5 ? Int64(arguments[4]) : nil)
    let worker = Worker(
      store: try SQLiteJobStore(path: arguments[1]), operations: OperationRegistry([effect]),
      options: WorkerOptions(
        concurrency: 8, drain: true, retry: RetryPolicy(baseMs: 1, capMs: 20), leaseMs: 600,
        name: "test:\(getpid())"),
      random: random)
    _ = try await worker.run()
  }
}
