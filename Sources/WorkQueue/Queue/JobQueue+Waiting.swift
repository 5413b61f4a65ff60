import TimeAndChance

extension JobQueue {
  /// Waits until the job is finished or dead, whoever works on it.
  ///
  /// - Parameters:
  ///   - id: the job's.
  ///   - timeoutMs: how long to wait at the most, in milliseconds.
  /// - Returns: the job as it stands then: after the time-out it may still be unfinished. Nil if it is not there.
  /// - Throws: `CancellationError`, `DatabaseError`.
  public func end(ofJob id: Int64, timeoutMs: Int64) async throws -> Job? {
    let startMs = time.monotonicMs()
    var pauseMs = QueueLimits.shortestResultLookMs
    while let job = try await store.job(id: id) {
      let elapsedMs = time.monotonicMs() - startMs
      if [.succeeded, .cancelled, .dead].contains(job.state) || elapsedMs >= timeoutMs { return job }
      try await time.sleep(ms: min(pauseMs, timeoutMs - elapsedMs))
      pauseMs = min(pauseMs * 2, QueueLimits.longestResultLookMs)
    }
    return nil
  }

  /// The job as a statement for the caller's own transaction, after the operations have looked at it.
  ///
  /// - Throws: `EnqueueRefusal`.
  public func insertion(of job: NewJob) throws -> JobInsertion {
    if let refusal = refusal(of: job, index: 0) { throw refusal }
    return job.insertion(atMs: time.nowMs())
  }
}
