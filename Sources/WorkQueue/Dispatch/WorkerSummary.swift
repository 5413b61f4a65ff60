/// What a worker did between its start and its end.
public struct WorkerSummary: Sendable, Equatable {
  /// Attempts by the state they left their job in.
  public var settled: [JobState: Int] = [:]
  /// Attempts whose outcome counted for nothing: somebody else had the lease by then.
  public var stale = 0
}
