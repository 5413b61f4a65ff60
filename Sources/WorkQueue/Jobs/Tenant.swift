/// A tenant: whose jobs they are. The queue keeps what the operations need to act for it, and reads only
/// `maxRunning`, `weight` and whether it is paused.
public struct Tenant: Sendable, Equatable {
  /// Whose account the tenant's flows are in.
  public enum Mode: String, Sendable, CaseIterable {
    /// The tenant's own.
    case tenant
    /// The ISV's.
    case isv
  }

  /// 1 to 128 of `A-Z a-z 0-9 . _ -`, the first a letter or a digit.
  public var name: String
  /// The role that is assumed for the tenant.
  public var roleARN: String?
  /// Made by the ISV, one per tenant.
  public var externalId: String?
  /// Where its flows are.
  public var region: String?
  /// Whose account its flows are in.
  public var mode: Mode
  /// Its jobs that may run at the same time.
  public var maxRunning: Int
  /// Its share among the tenants; 100 is the usual one.
  public var weight: Int
  /// Since when nothing of it is claimed, in Unix milliseconds.
  public var pausedAtMs: Int64?

  /// A tenant that is not paused.
  public init(
    name: String, roleARN: String? = nil, externalId: String? = nil, region: String? = nil,
    mode: Mode = .tenant, maxRunning: Int = 10, weight: Int = 100
  ) {
    self.name = name
    self.roleARN = roleARN
    self.externalId = externalId
    self.region = region
    self.mode = mode
    self.maxRunning = maxRunning
    self.weight = weight
  }
}
