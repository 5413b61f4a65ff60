package import AWSClient

extension SandboxState {
  /// A connector profile. Its credentials are checked and forgotten: nothing can read them back.
  package struct ConnectorProfile: Codable, Sendable, Equatable {
    package var arn: String
    package var connectorType: String
    package var connectorLabel: String?
    package var connectionMode: String
    package var credentialsArn: String
    /// `connectorProfileProperties` as sent.
    package var properties: JSONValue
    package var createdAtMs: Int64
    package var updatedAtMs: Int64
  }
}
