/// All profiles of the two files, and what they refer to.
///
/// In the config file profiles are `[default]` and `[profile NAME]`, the rest are `[sso-session NAME]` and
/// `[services NAME]`; in the credentials file every section is a profile.
package struct ProfileMap: Sendable {
  private var profiles: [String: Profile] = [:]
  package private(set) var ssoSessions: [String: INISection] = [:]
  package private(set) var services: [String: INISection] = [:]
  package let configName: String
  package let credentialsName: String

  package init(config: ConfigurationFile, credentials: ConfigurationFile) {
    configName = config.name
    credentialsName = credentials.name
    for section in config.document.sections {
      if section.name == "default" {
        add(config: section, named: "default")
      } else if section.name.hasPrefix("profile") {
        if let name = Self.name(in: section.name) { add(config: section, named: name) }
      } else if section.name.hasPrefix("sso-session") {
        if let name = Self.name(in: section.name) { ssoSessions[name] = section }
      } else if section.name.hasPrefix("services") {
        if let name = Self.name(in: section.name) { services[name] = section }
      }
    }
    for section in credentials.document.sections {
      var profile = profile(section.name)
      profile.credentials = section
      profiles[section.name] = profile
    }
  }

  /// The profiles of the files as they are now.
  package init(paths: ConfigurationPaths, files: FileReader) throws(AWSSettingsError) {
    self.init(
      config: try ConfigurationFile(path: paths.config, paths: paths, files: files),
      credentials: try ConfigurationFile(path: paths.credentials, paths: paths, files: files))
  }

  package subscript(name: String) -> Profile? { profiles[name] }

  /// The profile, or one without any setting.
  package func profile(_ name: String) -> Profile {
    profiles[name]
      ?? Profile(
        name: name, config: nil, credentials: nil, configName: configName, credentialsName: credentialsName)
  }

  package var names: [String] { profiles.keys.sorted() }

  /// A later section of that name replaces an earlier one, as `[profile default]` may `[default]`.
  private mutating func add(config section: INISection, named name: String) {
    var profile = profile(name)
    profile.config = section
    profiles[name] = profile
  }

  /// The second of exactly two words, which may be quoted.
  private static func name(in header: String) -> String? {
    guard let words = try? ShellWords.split(header), words.count == 2 else { return nil }
    return words[1]
  }
}
