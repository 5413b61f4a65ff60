/// What changes in a sandbox that is running: the same members as a scenario, each entry replacing the one of the
/// same identity, and the names of faults to take away.
package struct SandboxPatch: Codable, Sendable {
  package var accessKeys: [String: SandboxState.AccessKey]
  package var roles: [String: SandboxState.Role]
  package var buckets: [String: SandboxState.Bucket]
  package var secrets: [String: SandboxState.Secret]
  package var salesforce: [String: SandboxState.SalesforceOrg]
  package var refusedCredentials: Set<String>
  package var faults: [Fault]
  package var settings: SandboxState.Settings?
  /// Names of faults that end; `*` is every one.
  package var clearFaults: [String]

  package init() {
    accessKeys = [:]
    roles = [:]
    buckets = [:]
    secrets = [:]
    salesforce = [:]
    refusedCredentials = []
    faults = []
    clearFaults = []
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case accessKeys, roles, buckets, secrets, salesforce, refusedCredentials, faults, settings, clearFaults
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(CodingKeys.self)
    accessKeys = try container.value(.accessKeys, default: [:])
    roles = try container.value(.roles, default: [:])
    buckets = try container.value(.buckets, default: [:])
    secrets = try container.value(.secrets, default: [:])
    salesforce = try container.value(.salesforce, default: [:])
    refusedCredentials = try container.value(.refusedCredentials, default: [])
    faults = try container.value(.faults, default: [])
    settings = try container.decodeIfPresent(SandboxState.Settings.self, forKey: .settings)
    clearFaults = try container.value(.clearFaults, default: [])
  }
}

extension SandboxState {
  package mutating func apply(_ patch: SandboxPatch) {
    accessKeys.merge(patch.accessKeys) { $1 }
    roles.merge(patch.roles) { $1 }
    buckets.merge(patch.buckets) { $1 }
    secrets.merge(patch.secrets) { $1 }
    salesforce.merge(patch.salesforce) { $1 }
    refusedCredentials.formUnion(patch.refusedCredentials)
    if let settings = patch.settings { self.settings = settings }
    let replaced = Set(patch.clearFaults).union(patch.faults.map(\.name))
    faults.removeAll { replaced.contains($0.name) || patch.clearFaults.contains("*") }
    faults += patch.faults
  }
}
