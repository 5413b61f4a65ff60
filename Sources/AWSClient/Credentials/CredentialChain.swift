/// The sources of credentials in AWS's order. The first that is configured decides.
struct CredentialChain: CredentialFinder {
  let surroundings: CredentialSurroundings

  func find(observe: @Sendable (CallRecord) -> Void) async throws(AWSError) -> SourcedCredentials? {
    for finder in finders {
      if let found = try await finder.find(observe: observe) { return found }
    }
    return nil
  }

  private var finders: [any CredentialFinder] {
    let settings = surroundings.settings
    let profile = settings.profile
    var finders: [any CredentialFinder] = []
    if !settings.isProfileExplicit { finders.append(EnvironmentKeys(settings: settings)) }
    finders.append(RoleProfile(surroundings, profile))
    finders += Self.profileFinders(surroundings, profile, usesEnvironment: !settings.isProfileExplicit)
    finders += [
      ContainerEndpoint(surroundings: surroundings), InstanceMetadata(surroundings: surroundings),
    ]
    return finders
  }

  /// What one profile can give without another profile's help.
  static func profileFinders(
    _ surroundings: CredentialSurroundings, _ profile: Profile, usesEnvironment: Bool
  ) -> [any CredentialFinder] {
    [
      WebIdentityToken(surroundings: surroundings, profile: profile, usesEnvironment: usesEnvironment),
      SSOSession(surroundings: surroundings, profile: profile),
      FileKeys(profile: profile, file: .credentials),
      LoginSession(profile: profile),
      CredentialProcess(surroundings: surroundings, profile: profile),
      FileKeys(profile: profile, file: .config),
    ]
  }
}
