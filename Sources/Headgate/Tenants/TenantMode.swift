/// In whose account a tenant's flows run.
package enum TenantMode: String, Sendable, CaseIterable {
  /// In the tenant's own account, by its role.
  case tenant
  /// In the ISV's account.
  case isv
}
