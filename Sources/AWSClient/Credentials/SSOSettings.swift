/// What a profile and the `sso-session` it refers to say.
struct SSOSettings: Sendable, Equatable {
  let accountId: String
  let roleName: String
  let startURL: String
  let region: String
  let sessionName: String?

  /// Nil if the profile is not one of IAM Identity Center.
  init?(of profile: Profile, _ profiles: ProfileMap) throws(AWSSettingsError) {
    let signs = ["sso_account_id", "sso_role_name"].filter { profile.has($0) }
    guard let sign = signs.first else { return nil }
    let session = try Self.session(of: profile, profiles)
    let place = profile.place(of: sign)
    sessionName = session?.name
    accountId = try Self.text("sso_account_id", profile, session?.section, place)
    roleName = try Self.text("sso_role_name", profile, session?.section, place)
    startURL = try Self.text("sso_start_url", profile, session?.section, place)
    region = try Self.text("sso_region", profile, session?.section, place)
    // It becomes a part of the host to which the token is sent.
    guard region.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }) else {
      throw AWSSettingsError("\(place): sso_region is not a Region: expected one such as eu-central-1")
    }
  }

  private static func session(
    of profile: Profile, _ profiles: ProfileMap
  ) throws(AWSSettingsError) -> (name: String, section: INISection)? {
    guard let name = try profile.text("sso_session") else { return nil }
    guard let section = profiles.ssoSessions[name] else {
      throw AWSSettingsError(
        "\(profile.place(of: "sso_session")): there is no [sso-session \(name)] in \(profiles.configName): "
          + "expected it there")
    }
    return (name, section)
  }

  /// A setting of the profile or of its session; where both have it they must agree.
  private static func text(
    _ key: String, _ profile: Profile, _ session: INISection?, _ place: String
  ) throws(AWSSettingsError) -> String {
    let own = try profile.text(key)
    let shared = session?.values[key]?.text
    if let own, let shared, own != shared {
      throw AWSSettingsError(
        "\(profile.place(of: key)): expected the \(key) of [\(session?.name ?? "sso-session")], or none")
    }
    guard let value = own ?? shared, !value.isEmpty else {
      throw AWSSettingsError("\(place): expected \(key) there too, for IAM Identity Center")
    }
    return value
  }
}
