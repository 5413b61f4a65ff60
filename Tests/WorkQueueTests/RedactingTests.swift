import Foundation
import SQLite
import TestSupport
import Testing
import TimeAndChance
import WorkQueue

@Suite("What must not be stored", .timeLimit(.minutes(5)))
struct RedactingTests {
  private struct Oops: Error, CustomStringConvertible { let description = "hidden error" }

  private struct Hiding: Redacting {
    func redacted(_ text: String) -> String { text.replacing("hidden", with: "gone") }
    func redacted(json: String) -> String { json.replacing("hidden", with: "gone") }
  }

  /// Ends as its payload says, after it has remembered and logged something.
  private static let operation = TestOperation(
    KindRule(name: "talk", maxAttempts: 1), check: { $0.contains("bad") ? ["hidden problem"] : [] },
    body: talk)

  @Sendable private static func talk(_ context: JobContext) async throws -> Outcome {
    try await context.checkpoint(#"{"x":"hidden checkpoint"}"#)
    context.log("said", detail: #"{"x":"hidden detail"}"#)
    let failure = Failure(reason: "talk", message: "hidden message")
    switch context.job.payload {
    case #"{"n":1}"#: return .succeeded(result: #"{"x":"hidden result"}"#)
    case #"{"n":2}"#: return .retry(failure)
    case #"{"n":3}"#: return .dead(failure)
    case #"{"n":4}"#: return .cancelled(failure)
    case #"{"n":5}"#:
      return context.job.checkpoint == nil ? .snooze(forMs: 1, failure) : .succeeded(result: nil)
    case #"{"n":6}"#: throw failure
    default: throw Oops()
    }
  }

  @Test("is taken out of every error, result, checkpoint and detail, whatever an attempt comes to")
  func everyOutcome() async throws {
    let it = try await WorkerHarness([Self.operation])
    for (index, payload) in ((1...7).map { "{\"n\":\($0)}" } + [#"{"bad":1}"#]).enumerated() {
      try await it.enqueue("talk", ["\(index)"], payload: payload)
    }
    let worker = Worker(
      store: try it.database.store(), operations: OperationRegistry([Self.operation], redacting: Hiding()),
      options: WorkerOptions(drain: true, retry: RetryPolicy(baseMs: 1, capMs: 4)))
    _ = try await worker.run()
    let connection = try Connection(path: it.database.path, access: .readOnly, busyTimeoutMs: 5_000)
    let texts = try connection.rows(
      """
      SELECT state || ' ' || coalesce(last_error, '') || coalesce(result, '') || coalesce(checkpoint, '') FROM jobs
      UNION ALL SELECT event || ' ' || coalesce(detail, '') FROM work_log
      """
    ) { $0.text(0) }
    #expect(!texts.contains { $0.contains("hidden") }, "\(texts)")
    for word in ["checkpoint", "detail", "message", "result", "error", "problem"] {
      #expect(texts.contains { $0.contains("gone \(word)") }, "\(word)")
    }
    #expect(
      Set(try connection.rows("SELECT state FROM jobs") { $0.text(0) }) == ["succeeded", "dead", "cancelled"])
    try await it.check()
  }
}
