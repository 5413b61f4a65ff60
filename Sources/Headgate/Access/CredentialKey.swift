/// Credentials that many jobs rest on. Whether they are good is one question, whoever asks it.
package struct CredentialKey: Sendable, Hashable, CustomStringConvertible {
  package enum Credential: Sendable, Hashable {
    /// The worker's own AWS credentials, which assume every tenant's role.
    case worker
    /// What the tenant's role gives.
    case role
    /// What a connector profile of the tenant's holds.
    case profile(String)
  }

  /// Nil for the worker's own: they are no tenant's.
  package let tenant: String?
  package let credential: Credential

  package static let worker = CredentialKey(tenant: nil, credential: .worker)

  package static func role(of tenant: String) -> CredentialKey {
    CredentialKey(tenant: tenant, credential: .role)
  }

  package static func profile(_ name: String, of tenant: String) -> CredentialKey {
    CredentialKey(tenant: tenant, credential: .profile(name))
  }

  /// `the role of tenant 'acme'`
  package var description: String {
    let owner = tenant.map { " of tenant '\($0)'" } ?? ""
    switch credential {
    case .worker: return "the worker's own AWS credentials"
    case .role: return "the role\(owner)"
    case .profile(let name): return "the connector profile '\(name)'\(owner)"
    }
  }
}
