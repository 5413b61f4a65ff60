/// What to prune; nil: nothing of it.
public struct PrunePolicy: Sendable, Equatable {
  /// Jobs that finished longer ago, in milliseconds, with their log.
  public var keepMs: Int64?
  /// The oldest finished jobs that are more than this many.
  public var keepJobs: Int?
  /// Dead letters that are older, in milliseconds: they are discarded, and then count as finished.
  public var keepDeadMs: Int64?

  /// A policy that prunes nothing unless it is told to.
  public init(keepMs: Int64? = nil, keepJobs: Int? = nil, keepDeadMs: Int64? = nil) {
    self.keepMs = keepMs
    self.keepJobs = keepJobs
    self.keepDeadMs = keepDeadMs
  }

  /// Whether it prunes nothing.
  public var isEmpty: Bool { keepMs == nil && keepJobs == nil && keepDeadMs == nil }
}
