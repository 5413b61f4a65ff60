extension AppFlowQueue {
  /// The catalog of a tenant, which is read with the tenant's credentials in the tenant's Region.
  ///
  /// - Throws: `CatalogError` if there is no such tenant, or if its Region or role is not set;
  ///   `DatabaseError`.
  public func catalog(ofTenant name: String) async throws -> Catalog {
    do {
      return Catalog(try await tenantAccess(name))
    } catch let error as TenantMisconfigured {
      throw CatalogError(error)
    }
  }
}
