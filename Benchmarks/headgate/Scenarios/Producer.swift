import WorkQueue

/// Enqueues in batches, as long as it has something, without a pause.
struct Producer {
  let queue: JobQueue
  let jobs: [NewJob]

  static let batch = 500

  func run(_ told: @Sendable () -> Void = {}) async throws {
    for start in stride(from: 0, to: jobs.count, by: Self.batch) {
      let batch = Array(jobs[start..<min(start + Self.batch, jobs.count)])
      try Self.requireAll(try await queue.enqueueEach(batch))
      told()
    }
  }

  private static func requireAll(_ results: [Result<Enqueued, EnqueueRefusal>]) throws {
    if results.contains(where: { if case .failure = $0 { true } else { false } }) {
      throw BenchError("a job was refused")
    }
  }
}
