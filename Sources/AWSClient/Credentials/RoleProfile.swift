/// A profile with `role_arn`: the role is assumed by the keys of another profile (`source_profile`, and so on, down
/// to one that has keys of its own) or of this machine (`credential_source`).
struct RoleProfile: CredentialFinder {
  let surroundings: CredentialSurroundings
  let profile: Profile
  /// Those that led here, this one last.
  var visited: [String]

  init(_ surroundings: CredentialSurroundings, _ profile: Profile, visited: [String] = []) {
    self.surroundings = surroundings
    self.profile = profile
    self.visited = visited + [profile.name]
  }

  func find(observe: @Sendable (CallRecord) -> Void) async throws(AWSError) -> SourcedCredentials? {
    guard profile.assumesRole else { return nil }
    let settings: RoleSettings
    do {
      settings = try RoleSettings(of: profile)
    } catch {
      throw AWSError(error)
    }
    let base = try await base(settings.base, observe)
    let role = try await surroundings.sts(for: profile).assumeRole(
      roleARN: settings.roleARN, externalId: settings.externalId, sessionName: settings.sessionName,
      durationSeconds: settings.durationSeconds, as: StaticCredentials(base.credentials), observe: observe)
    return SourcedCredentials(
      role.credentials, from: .role(arn: settings.roleARN, profile: profile.name, by: base.source))
  }

  private func base(
    _ base: RoleSettings.Base, _ observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> SourcedCredentials {
    switch base {
    case .profile(let name): return try await source(name, observe)
    case .machine(let source):
      let finder: any CredentialFinder =
        switch source {
        case .environment: EnvironmentKeys(settings: surroundings.settings)
        case .container: ContainerEndpoint(surroundings: surroundings)
        case .instance: InstanceMetadata(surroundings: surroundings)
        }
      guard let found = try await finder.find(observe: observe) else {
        throw .noCredentials(
          "\(profile.place(of: "credential_source")): the source \(source.rawValue) has no credentials here")
      }
      return found
    }
  }

  private func source(
    _ name: String, _ observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> SourcedCredentials {
    let place = profile.place(of: "source_profile")
    guard let source = surroundings.settings.profiles[name] else {
      throw .noCredentials("\(place): there is no profile '\(name)': expected one with credentials")
    }
    // A profile may name itself, if it has keys of its own.
    guard !visited.contains(name) || (name == profile.name && source.hasStaticKeys) else {
      throw .noCredentials(
        "\(place): the profiles \((visited + [name]).joined(separator: " → ")) go in a circle: expected one with keys "
          + "of its own at the end")
    }
    guard visited.count < AWSLimits.maxProfileChain else {
      throw .noCredentials("\(place): more than \(AWSLimits.maxProfileChain) profiles refer to each other")
    }
    // Keys of its own come before a role of its own.
    if source.assumesRole, !source.hasStaticKeys,
      let found = try await RoleProfile(surroundings, source, visited: visited).find(observe: observe)
    {
      return found
    }
    for finder in CredentialChain.profileFinders(surroundings, source, usesEnvironment: false) {
      if let found = try await finder.find(observe: observe) { return found }
    }
    throw .noCredentials("\(place): profile '\(name)' has no credentials")
  }
}
