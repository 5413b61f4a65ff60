/// What saving a tenant did.
public enum TenantChange: Sendable, Equatable {
  /// It was not there.
  case created
  /// Its settings were others.
  case updated
  /// It was there, with these settings.
  case unchanged
}
