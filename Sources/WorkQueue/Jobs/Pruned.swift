/// What pruning removed.
public struct Pruned: Sendable, Equatable {
  /// Finished jobs that are gone.
  public var jobs = 0
  /// Rows of the work log that went with them.
  public var logRows = 0
  /// Dead letters that were discarded.
  public var discarded = 0

  package init() {}
}
