import FoundationEssentials

/// Secrets in the worker's environment.
package struct EnvironmentSecretResolver: SecretResolver {
  private let environment: [String: String]

  package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.environment = environment
  }

  package func resolve(_ reference: SecretReference) async throws(SecretError) -> String {
    guard case .environment(let name) = reference else {
      throw SecretError(reference, .unusable, "the reference is not to an environment variable")
    }
    guard let value = environment[name], !value.isEmpty else {
      throw SecretError(reference, .missing, "the environment variable is not set; set it for the worker")
    }
    return value
  }
}
