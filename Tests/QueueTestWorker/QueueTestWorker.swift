import Glibc
import SQLite
import TimeAndChance
import WorkQueue

/// A worker process for tests that kill it: `QueueTestWorker QUEUE.db EFFECTS.db SEED`. It works until nothing can
/// run any more, writes each effect into the second file, and says so in a line on stdout.
@main
enum QueueTestWorker {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let seed = UInt64(arguments[3]) else { exit(2) }
    let random = SeededRandom(seed: seed)
    let effect = try EffectOperation(effectsPath: arguments[2])
    let worker = Worker(
      store: try SQLiteJobStore(path: arguments[1]), operations: OperationRegistry([effect]),
      options: WorkerOptions(
        concurrency: 8, drain: true, retry: RetryPolicy(baseMs: 1, capMs: 20), leaseMs: 600,
        name: "test:\(getpid())"),
      random: random)
    _ = try await worker.run()
  }
}
