/// A role that is assumed by an identity provider's token in a file, which Kubernetes and others renew: the
/// environment's `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_ARN` and `AWS_ROLE_SESSION_NAME`, each before the profile's
/// own setting.
struct WebIdentityToken: CredentialFinder {
  static let defaultSessionName = "headgate"

  let surroundings: CredentialSurroundings
  let profile: Profile
  let usesEnvironment: Bool

  func find(observe: @Sendable (CallRecord) -> Void) async throws(AWSError) -> SourcedCredentials? {
    let fileSetting = try setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file")
    guard let (path, place) = fileSetting else { return nil }
    guard let (role, _) = try setting("AWS_ROLE_ARN", "role_arn") else {
      throw .noCredentials(
        "\(place) names a web identity token, but there is no role for it: set AWS_ROLE_ARN, or role_arn in "
          + profile.title)
    }
    let session = try setting("AWS_ROLE_SESSION_NAME", "role_session_name")?.value
    let token = try surroundings.token(in: path, named: place)
    let assumed = try await surroundings.unsignedSTS.assumeRoleWithWebIdentity(
      roleARN: role, token: TextLines.trim(token.unicodeScalars),
      sessionName: session ?? Self.defaultSessionName, observe: observe)
    return SourcedCredentials(
      assumed.credentials, from: .webIdentity(role: role, tokenFile: surroundings.settings.paths.short(path)))
  }

  private func setting(
    _ variable: String, _ key: String
  ) throws(AWSError) -> (value: String, place: String)? {
    if usesEnvironment, let value = surroundings.settings.variable(variable) { return (value, variable) }
    do {
      return try profile.text(key).map { ($0, profile.place(of: key)) }
    } catch {
      throw AWSError(error)
    }
  }
}
