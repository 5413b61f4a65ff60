/// Which jobs are meant; every condition that is given must hold.
public struct JobFilter: Sendable, Equatable {
  /// Only these; empty: all.
  public var ids: [Int64]
  /// Only in this state.
  public var state: JobState?
  /// Only of this tenant.
  public var tenant: String?
  /// Only of this kind.
  public var kind: String?
  /// Only with this reason.
  public var reason: String?
  /// Only those that changed at or after this time, in Unix milliseconds.
  public var sinceMs: Int64?

  /// Every job, unless a condition says otherwise.
  public init(
    ids: [Int64] = [], state: JobState? = nil, tenant: String? = nil, kind: String? = nil,
    reason: String? = nil, sinceMs: Int64? = nil
  ) {
    self.ids = ids
    self.state = state
    self.tenant = tenant
    self.kind = kind
    self.reason = reason
    self.sinceMs = sinceMs
  }
}
