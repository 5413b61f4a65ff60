import Headgate
import SQLite
import TimeAndChance
import WorkQueue

/// The databases that are measured: made as `headgate init` makes them, with the kinds and the secret members that
/// Headgate knows, and one kind more.
enum BenchDatabase {
  static func prepare(_ path: String) async throws {
    let rules = KindCatalog.all.map(\.rule) + [NoOperation.rule]
    try QueueDatabase.prepare(
      path: path, rules: OperationRegistry(rules: rules, secretFields: KindCatalog.secretFields))
    let queue = try open(path)
    for number in 0..<BenchJobs.tenantCount {
      try await queue.save(
        Tenant(
          name: BenchJobs.tenant(number), region: "eu-central-1", mode: .isv, maxRunning: 10_000))
    }
  }

  /// The queue with an operation that costs nothing by itself.
  static func open(_ path: String, operation: any Operation = NoOperation()) throws -> JobQueue {
    JobQueue(
      store: try SQLiteJobStore(path: path), operations: OperationRegistry([operation]), time: SystemTime(),
      random: SystemRandom())
  }
}
