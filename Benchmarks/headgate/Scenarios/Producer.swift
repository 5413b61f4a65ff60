import WorkQueue

/// Enqueues in batches, as long as it has something, without a pause.
struct Producer {
  let queue: JobQueue
  let jobs: [NewJob]

  static let batch = 500

  func run(_ told: @Sendable () -> Void = {}) async throws {
    for start in stride(from: 0, to: jobs.count, by: Self.batch) {
      let batch = Array(jobs[start..<min(start + Self.batch, jobs.count)])
      for result in try await queue.enqueueEach(batch) { _ = try result.get() }
      told()
    }
  }
}
