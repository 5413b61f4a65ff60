extension SandboxState {
  /// One change that really happened, whether or not its answer reached the caller.
  package struct Effect: Codable, Sendable, Equatable {
    package var service: String
    package var operation: String
    package var account: String
    package var region: String
    /// A flow's, connector profile's, bucket's or secret's name, or a role's ARN.
    package var resource: String
    package var clientToken: String?
    package var atMs: Int64
  }
}
