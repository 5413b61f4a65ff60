/// Jobs that are left when nothing can run any more, and why.
public struct LeftJobs: Sendable, Equatable {
  /// What they wait for.
  public enum Cause: Sendable, Equatable {
    /// Somebody has to replay or discard them.
    case dead
    /// Something before them is left, too.
    case blocked
    /// Their tenant, their kind or everything is paused.
    case paused
    /// Their time; of retries and snoozes the reason is told.
    case time(reason: String?, firstAtMs: Int64)
    /// Nothing that would keep a worker from running them now.
    case ready
  }

  /// How many.
  public let count: Int
  /// Why.
  public let cause: Cause
}
