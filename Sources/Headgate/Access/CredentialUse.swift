package import AWSClient

/// Which credentials a job rests on, and which it is itself there to try or to mend.
package struct CredentialUse: Sendable, Equatable {
  /// It waits while one of these is known to be refused.
  package let needs: [CredentialKey]
  /// It never waits for these: its success proves them good, and it may be what mends them.
  package let proves: [CredentialKey]

  package init(needs: [CredentialKey], proves: [CredentialKey] = []) {
    self.needs = needs
    self.proves = proves
  }

  /// What a job of this kind rests on.
  /// - Parameter assumesRole: false in mode `isv`, where the worker's own credentials do everything.
  package init(kind: String, payload: JSONValue, tenant: String, assumesRole: Bool, roleARN: String?) {
    var needs = [CredentialKey.worker]
    var proves: [CredentialKey] = []
    let role = CredentialKey.role(of: tenant)
    if assumesRole, kind != "assume-role" { needs.append(role) }
    switch kind {
    case "assume-role":
      // With another role in its payload it says nothing about the tenant's.
      let named = payload["RoleArn"]?.string ?? roleARN
      if assumesRole, named == roleARN { proves.append(role) }
    case "create-connector-profile", "update-connector-profile", "refresh-connector-profile":
      if let name = payload["connectorProfileName"]?.string { proves.append(.profile(name, of: tenant)) }
    case "create-flow", "update-flow":
      let ends = [payload["sourceFlowConfig"]] + (payload["destinationFlowConfigList"]?.array ?? [])
      for name in Set(ends.compactMap { $0?["connectorProfileName"]?.string }).sorted() {
        needs.append(.profile(name, of: tenant))
      }
    default: break
    }
    self.init(needs: needs, proves: proves)
  }

  /// Every credential whose goodness the job's success proves.
  var all: [CredentialKey] { needs + proves }

  /// The credentials that an error speaks against, among those that the job uses.
  package func refused(by error: AWSError) -> CredentialKey? {
    switch error.classification.errorClass {
    case .credentials:
      // STS is asked with the worker's own; all else with what the tenant's role gave, where there is one.
      return error.service == .sts ? key(.worker) : key(.role) ?? key(.worker)
    case .connectorCredentials:
      let profiles = all.filter { if case .profile = $0.credential { true } else { false } }
      // A flow between two profiles does not say which of them was refused: the source's, as a rule.
      return profiles.first
    default: return error.classification.reason == "assume-role-denied" ? key(.role) : nil
    }
  }

  /// The credentials that an error proves good all the same: the service looked at the request itself.
  package func proven(by error: AWSError) -> [CredentialKey] {
    guard error.service != .sts, error.httpStatus != nil else { return [] }
    switch error.classification.errorClass {
    case .permanent where error.classification.reason == "signature": return []
    case .transient, .throttle, .credentials: return []
    default: return all.filter { $0.credential == .worker || $0.credential == .role }
    }
  }

  private func key(_ credential: CredentialKey.Credential) -> CredentialKey? {
    all.first { $0.credential == credential }
  }
}
