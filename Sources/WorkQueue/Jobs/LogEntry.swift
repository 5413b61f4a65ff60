/// A row of the work log.
public struct LogEntry: Sendable {
  /// `work_log.id`; it only grows.
  public let id: Int64
  /// Unix milliseconds.
  public let atMs: Int64
  /// Nil: about the tenant.
  public let jobId: Int64?
  /// The tenant's name.
  public let tenant: String
  /// `enqueued`, `claimed`, `call`, `retry`, `succeeded`, …
  public let event: String
  /// The job's state from here on; nil: as before.
  public let state: JobState?
  /// The attempt that it belongs to.
  public let attempt: Int?
  /// JSON text.
  public let detail: String?
}
