import AWSClient

/// What is there for one tenant to choose from, and what it has: connectors, profiles, objects and their fields,
/// flows, buckets. It only reads, with the tenant's own credentials.
///
///     let catalog = try await queue.catalog(ofTenant: "acme")
///     for profile in try await catalog.profiles(connectorType: "Salesforce").items {
///       print(profile.text("connectorProfileName") ?? "")
///     }
///
/// Every listing follows all pages of AWS's answer, within a bound. Every method throws `CatalogError`.
public struct Catalog: Sendable {
  private let access: TenantAccess

  init(_ access: TenantAccess) { self.access = access }

  /// The connectors of Amazon AppFlow, and custom ones that are registered in the tenant's account
  /// (`ConnectorDetail` in AWS's API).
  public func connectors() async throws(CatalogError) -> CatalogListing {
    try await listing { access throws(AWSError) in
      try await access.appFlow.connectors(as: access.credentials, observe: Self.ignore)
    }
  }

  /// What a connector can do (`ConnectorConfiguration`).
  ///
  /// - Parameters:
  ///   - type: as AppFlow writes it: `Salesforce`, `Servicenow`, `CustomConnector`.
  ///   - label: tells custom connectors apart: `GoogleAnalytics4`.
  public func connector(_ type: String, label: String? = nil) async throws(CatalogError) -> CatalogItem {
    CatalogItem(
      try await asking { access throws(AWSError) in
        try await access.appFlow.describeConnector(
          type, label: label, as: access.credentials, observe: Self.ignore)
      })
  }

  /// The connector profiles (`ConnectorProfile`), perhaps of one connector type only.
  public func profiles(connectorType: String? = nil) async throws(CatalogError) -> CatalogListing {
    try await listing { access throws(AWSError) in
      try await access.appFlow.connectorProfiles(
        ofType: connectorType, as: access.credentials, observe: Self.ignore)
    }
  }

  /// The objects that a connection offers, such as `Account` (`ConnectorEntity`).
  ///
  /// - Parameters:
  ///   - profile: the connector profile to look through.
  ///   - connectorType: instead of a profile, for connectors that need none.
  ///   - path: an object that has others within it; nil for the top.
  ///   - apiVersion: the application's API version, where the connector demands it.
  public func entities(
    profile: String? = nil, connectorType: String? = nil, path: String? = nil, apiVersion: String? = nil
  ) async throws(CatalogError) -> CatalogListing {
    let connection = AppFlowConnection(
      profile: profile, connectorType: connectorType, apiVersion: apiVersion)
    return try await listing { access throws(AWSError) in
      try await access.appFlow.entities(
        connection, path: path, as: access.credentials, observe: Self.ignore)
    }
  }

  /// The fields of one object (`ConnectorEntityField`). The parameters are those of `entities`.
  public func fields(
    ofEntity entity: String, profile: String? = nil, connectorType: String? = nil, apiVersion: String? = nil
  ) async throws(CatalogError) -> [CatalogItem] {
    let connection = AppFlowConnection(
      profile: profile, connectorType: connectorType, apiVersion: apiVersion)
    return try await asking { access throws(AWSError) in
      try await access.appFlow.entityFields(
        entity, connection, as: access.credentials, observe: Self.ignore)
    }.map { CatalogItem($0) }
  }

  /// The flows (`FlowDefinition`).
  public func flows() async throws(CatalogError) -> CatalogListing {
    try await listing { access throws(AWSError) in
      try await access.appFlow.flows(as: access.credentials, observe: Self.ignore)
    }
  }

  /// The runs of a flow (`ExecutionRecord`), in AWS's order, which is not documented.
  public func executions(ofFlow flowName: String) async throws(CatalogError) -> CatalogListing {
    try await listing { access throws(AWSError) in
      try await access.appFlow.executions(
        of: flowName, as: access.credentials, observe: Self.ignore)
    }
  }

  /// The account's S3 buckets (`Bucket`), of every Region: AppFlow writes to those of its own only.
  public func buckets() async throws(CatalogError) -> CatalogListing {
    try await listing { access throws(AWSError) in
      try await access.s3.listBuckets(as: access.credentials, observe: Self.ignore)
    }
  }

  /// There is no job whose work log the calls could stand in.
  @Sendable private static func ignore(_ call: CallRecord) {}

  private func listing(
    _ ask: (TenantAccess) async throws(AWSError) -> AWSListing
  ) async throws(CatalogError) -> CatalogListing {
    let found = try await asking(ask)
    return CatalogListing(items: found.items.map { CatalogItem($0) }, isComplete: found.isComplete)
  }

  private func asking<Answer>(
    _ ask: (TenantAccess) async throws(AWSError) -> Answer
  ) async throws(CatalogError) -> Answer {
    do { return try await ask(access) } catch { throw CatalogError(error) }
  }
}
