/// What AWS's variables and files say: the profile, the Region, the endpoints. Loaded once; nothing is called.
package struct AWSSettings: Sendable {
  package let environment: [String: String]
  package let paths: ConfigurationPaths
  package let profiles: ProfileMap
  /// `default` unless something else was asked for.
  package let profileName: String
  /// Whether the caller itself named the profile, not the environment: then the environment's keys do not count.
  package let isProfileExplicit: Bool
  /// `AWS_REGION`, `AWS_DEFAULT_REGION` or the profile's; nil if none of them is set.
  package let region: String?
  package let endpoints: EndpointResolver

  /// - Parameter profile: what a `--profile` names; nil leaves the choice to the environment.
  /// - Throws: if a file has a fault, or a profile or section that is named is not there.
  package static func load(
    environment: [String: String], profile: String? = nil, files: FileReader = .system
  ) throws(AWSSettingsError) -> AWSSettings {
    let paths = ConfigurationPaths(environment: environment)
    let profiles = try ProfileMap(paths: paths, files: files)
    let variable = ["AWS_DEFAULT_PROFILE", "AWS_PROFILE"].first { environment[$0]?.isEmpty == false }
    let named = profile ?? variable.flatMap { environment[$0] }
    if let named, profiles[named] == nil {
      throw missing(named, by: profile == nil ? variable : nil, profiles)
    }
    let chosen = profiles.profile(named ?? "default")
    let regions =
      ["AWS_REGION", "AWS_DEFAULT_REGION"].compactMap { environment[$0] } + [try chosen.text("region") ?? ""]
    let configured = try ConfiguredEndpoints(of: chosen, profiles, environment: environment)
    return AWSSettings(
      environment: environment, paths: paths, profiles: profiles, profileName: chosen.name,
      isProfileExplicit: profile != nil, region: regions.first { !$0.isEmpty },
      endpoints: EndpointResolver(environment: environment, configured: configured))
  }

  /// The same settings with the profiles of the files as they are now: keys in them may have been replaced.
  func reread(_ files: FileReader) throws(AWSSettingsError) -> AWSSettings {
    AWSSettings(
      environment: environment, paths: paths, profiles: try ProfileMap(paths: paths, files: files),
      profileName: profileName, isProfileExplicit: isProfileExplicit, region: region, endpoints: endpoints)
  }

  package var profile: Profile { profiles.profile(profileName) }

  /// A variable; an empty one counts as one that is not set.
  func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

  private static func missing(
    _ name: String, by variable: String?, _ profiles: ProfileMap
  ) -> AWSSettingsError {
    let known = profiles.names.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
    return AWSSettingsError(
      "there is no profile '\(name)'\(variable.map { ", which \($0) names," } ?? "") in \(profiles.configName) or "
        + "\(profiles.credentialsName): expected "
        + (known.isEmpty ? "[profile \(name)] or [\(name)] in one of them" : "one of \(known)"))
  }
}
