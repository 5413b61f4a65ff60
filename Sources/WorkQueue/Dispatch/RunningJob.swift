/// A job that this worker runs now.
struct RunningJob {
  /// One claim of one job. After a lost lease the same job may come back while its old task still ends.
  struct Lease: Hashable {
    let jobId: Int64
    let token: Int64
  }

  /// Why its task was cancelled, if it was.
  enum StopReason: Sendable {
    case draining, leaseLost, timedOut, cancelled
  }

  let task: Task<Void, Never>
  /// How long the attempt may take.
  let timeoutMs: Int64
  /// On the monotonic clock.
  let startedAtMs: Int64
  var stopReason: StopReason?
}

extension ClaimedJob {
  var lease: RunningJob.Lease { RunningJob.Lease(jobId: id, token: leaseToken) }
}
