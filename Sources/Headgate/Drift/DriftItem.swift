import AWSClient

/// One thing that the queue made, and how it stands now.
public struct DriftItem: Sendable, Equatable {
  /// How it stands.
  public enum State: String, Sendable {
    /// As it was made.
    case same
    /// There, but different.
    case different
    /// Gone.
    case missing
  }

  /// One place where it is not what was wanted.
  public struct Change: Sendable, Equatable {
    /// Such as `triggerConfig.triggerType`.
    public let path: String
    /// JSON text; nil: nothing.
    public let wanted: String?
    /// JSON text; nil: nothing.
    public let actual: String?
  }

  /// `flow/NAME` or `profile/NAME`.
  public let resource: String
  /// The job that made it what it should be: the newest that succeeded.
  public let jobId: Int64
  /// How it stands.
  public let state: State
  /// Empty unless it is different.
  public let changes: [Change]

  init(resource: String, jobId: Int64, differences: [Difference]?) {
    self.resource = resource
    self.jobId = jobId
    state = differences.map { $0.isEmpty ? .same : .different } ?? .missing
    changes = (differences ?? []).map {
      Change(path: $0.path, wanted: $0.wanted?.text(), actual: $0.actual?.text())
    }
  }
}
