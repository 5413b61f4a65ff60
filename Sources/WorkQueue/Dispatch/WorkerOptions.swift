/// How a worker works.
public struct WorkerOptions: Sendable {
  /// Jobs in flight at the most.
  public var concurrency: Int
  /// End when nothing can run any more, instead of waiting for new jobs.
  public var drain: Bool
  /// Backoff between attempts.
  public var retry: RetryPolicy
  /// How long after a worker's death its jobs are taken back, in milliseconds. It says nothing about how long
  /// a job may run.
  public var leaseMs: Int64
  /// How long one attempt may take, in milliseconds.
  public var attemptTimeoutMs: Int64
  /// How long what runs may go on once the worker is told to stop, in milliseconds.
  public var graceMs: Int64
  /// How the worker is called in `workers.name`: host and process.
  public var name: String
  /// How often to ask whether another process has committed, in milliseconds; nil: not at all where the kernel tells.
  package var foreignCommitPollMs: Int64?

  /// A worker that goes on until it is told to stop.
  public init(
    concurrency: Int = 64, drain: Bool = false, retry: RetryPolicy = RetryPolicy(), leaseMs: Int64 = 15_000,
    attemptTimeoutMs: Int64 = 600_000, graceMs: Int64 = 30_000, name: String = "worker"
  ) {
    self.concurrency = concurrency
    self.drain = drain
    self.retry = retry
    self.leaseMs = leaseMs
    self.attemptTimeoutMs = attemptTimeoutMs
    self.graceMs = graceMs
    self.name = name
  }
}
