/// One profile, as the two files together describe it.
package struct Profile: Sendable {
  package let name: String
  /// Its section of the config file.
  package internal(set) var config: INISection?
  /// Its section of the credentials file, whose values come before those of the config file.
  package internal(set) var credentials: INISection?
  let configName: String
  let credentialsName: String

  /// A setting, or nil if neither file has it.
  package func value(_ key: String) -> INIValue? { credentials?.values[key] ?? config?.values[key] }

  package func has(_ key: String) -> Bool { value(key) != nil }

  /// A setting that is one line of text, or nil if it is not there or empty.
  /// - Throws: if indented lines stand in its place.
  package func text(_ key: String) throws(AWSSettingsError) -> String? {
    guard let value = value(key) else { return nil }
    guard let text = value.text else {
      throw AWSSettingsError("\(place(of: key)): expected one line of text for \(key), not indented lines")
    }
    return text.isEmpty ? nil : text
  }

  /// `profile 'prod' in ~/.aws/config, line 3`
  package func place(of key: String) -> String {
    let (section, file) =
      credentials?.values[key] != nil ? (credentials, credentialsName) : (config, configName)
    let line = section?.values[key]?.line ?? section?.line
    return "profile '\(name)' in \(file)" + (line.map { ", line \($0)" } ?? "")
  }

  /// `profile 'prod'`
  package var title: String { "profile '\(name)'" }

  package var hasStaticKeys: Bool { has("aws_access_key_id") || has("aws_secret_access_key") }

  /// Whether the profile assumes a role by the keys of another. With a web identity it does so by a token.
  package var assumesRole: Bool { has("role_arn") && !has("web_identity_token_file") }
}
