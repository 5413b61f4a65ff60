/// What an operator has set for the queue as a whole; nil: nothing.
public struct QueueSettings: Sendable, Equatable {
  /// Jobs that may run at the same time in all.
  public var maxRunning: Int?
  /// Finished jobs, with their log, are pruned so long after they finished, in milliseconds.
  public var keepMs: Int64?
  /// So many finished jobs are kept, and the oldest of the others are pruned.
  public var keepJobs: Int?
  /// Dead letters are discarded after so long, in milliseconds, and then pruned as what is finished.
  public var keepDeadMs: Int64?

  /// Settings that change nothing.
  public init(
    maxRunning: Int? = nil, keepMs: Int64? = nil, keepJobs: Int? = nil, keepDeadMs: Int64? = nil
  ) {
    self.maxRunning = maxRunning
    self.keepMs = keepMs
    self.keepJobs = keepJobs
    self.keepDeadMs = keepDeadMs
  }
}
