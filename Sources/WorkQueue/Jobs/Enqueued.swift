/// What came of enqueuing a job.
public struct Enqueued: Sendable, Equatable {
  /// The job's id.
  public let id: Int64
  /// False: a job with this key and payload was there already.
  public let created: Bool
}
