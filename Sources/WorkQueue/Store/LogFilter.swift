/// Which rows of the work log are meant.
public struct LogFilter: Sendable, Equatable {
  /// Only of this job.
  public var jobId: Int64?
  /// Only of this tenant.
  public var tenant: String?
  /// Only at or after this time, in Unix milliseconds.
  public var sinceMs: Int64?

  /// Every row, unless a condition says otherwise.
  public init(jobId: Int64? = nil, tenant: String? = nil, sinceMs: Int64? = nil) {
    self.jobId = jobId
    self.tenant = tenant
    self.sinceMs = sinceMs
  }
}
