/// Sends each reference to the resolver of its kind.
package struct RoutingSecretResolver: SecretResolver {
  private let environment: any SecretResolver
  private let file: any SecretResolver
  private let secretsManager: (any SecretResolver)?

  package init(
    environment: any SecretResolver = EnvironmentSecretResolver(),
    file: any SecretResolver = FileSecretResolver(),
    secretsManager: (any SecretResolver)?
  ) {
    self.environment = environment
    self.file = file
    self.secretsManager = secretsManager
  }

  package func resolve(_ reference: SecretReference) async throws(SecretError) -> String {
    switch reference {
    case .environment: return try await environment.resolve(reference)
    case .file: return try await file.resolve(reference)
    case .secretsManager:
      guard let secretsManager else {
        throw SecretError(reference, .unavailable, "no access to AWS Secrets Manager is configured")
      }
      return try await secretsManager.resolve(reference)
    }
  }
}
