import AWSClient

extension AppFlowQueue {
  /// What the queue made for a tenant and how it stands now, by resource; read with the tenant's credentials.
  /// Credentials within a profile can never be compared: AWS does not give them back.
  ///
  /// - Throws: `CatalogError` if AWS cannot be asked; `DatabaseError`.
  public func drift(ofTenant name: String) async throws -> [DriftItem] {
    do {
      return try await DriftScan(try await tenantAccess(name), jobs: jobs).items()
    } catch let error as TenantMisconfigured {
      throw CatalogError(error)
    } catch let error as AWSError {
      throw CatalogError(error)
    }
  }
}
