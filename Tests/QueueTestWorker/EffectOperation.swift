import Glibc
import SQLite
import Synchronization
import TimeAndChance
import WorkQueue

/// Has its effect, once per request token however often it runs, in a database of its own.
final class EffectOperation: Operation {
  let kind = KindRule(
    name: "effect", resourcePrefix: "at/", resourcePath: "$.at", required: ["$.at", "$.plan"], maxAttempts: 5)
  private let effects: Mutex<Connection>
  private let count = Mutex<Int64>(0)
  private let deadAfter: Int64?

  /// - Parameter deadAfter: the number of the effect at which the process kills itself, as `kill -9` would: before
  ///   it or after it, but always before the job's outcome is recorded.
  init(effectsPath: String, deadAfter: Int64?) throws {
    self.deadAfter = deadAfter
    let connection = try Connection(path: effectsPath, access: .readWrite, busyTimeoutMs: 60_000)
    // The file must outlive the process, not the machine.
    try connection.execute("PRAGMA synchronous = OFF")
    effects = Mutex(connection)
  }

  func problems(inPayload payload: String) -> [String] { [] }

  func run(_ context: JobContext) async throws -> Outcome {
    try await context.time.sleep(ms: context.random.below(8))
    let number = count.withLock { count in
      count += 1
      return count
    }
    let isLast = number == deadAfter
    if isLast, context.random.below(2) == 0 { kill(getpid(), SIGKILL) }
    try effects.withLock { effects in
      try effects.transaction { effects in
        try effects.run(
          "INSERT INTO runs (token, job_id) VALUES (?, ?)", .text(context.requestToken),
          .integer(context.job.id))
        try effects.run(
          "INSERT INTO effects (token, job_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
          .text(context.requestToken), .integer(context.job.id))
      }
    }
    if isLast { kill(getpid(), SIGKILL) }
    try await context.time.sleep(ms: context.random.below(8))
    if context.job.payload.contains("\"die\"") {
      return .dead(Failure(reason: "planned", message: "as planned"))
    }
    if context.job.payload.contains("\"stumble\""), context.job.attempt == 1 {
      return .retry(Failure(reason: "planned", message: "as planned"))
    }
    return .succeeded(result: nil)
  }
}
