/// Keys that stand in a profile's section of one of the two files.
struct FileKeys: CredentialFinder {
  enum File: Sendable { case credentials, config }

  let profile: Profile
  let file: File

  func find(observe: @Sendable (CallRecord) -> Void) async throws(AWSError) -> SourcedCredentials? {
    let (section, name) =
      switch file {
      case .credentials: (profile.credentials, profile.credentialsName)
      case .config: (profile.config, profile.configName)
      }
    guard let section, section.values["aws_access_key_id"] != nil else { return nil }
    let source = CredentialSource.file(profile: profile.name, file: name)
    let token = section.values["aws_security_token"] ?? section.values["aws_session_token"]
    return SourcedCredentials(
      AWSCredentials(
        accessKeyId: try text("aws_access_key_id", section, source),
        secretAccessKey: try text("aws_secret_access_key", section, source),
        sessionToken: token?.text.flatMap { $0.isEmpty ? nil : $0 }),
      from: source)
  }

  private func text(
    _ key: String, _ section: INISection, _ source: CredentialSource
  ) throws(AWSError) -> String {
    guard let text = section.values[key]?.text, !text.isEmpty else {
      throw .noCredentials("\(source), line \(section.line): expected a value for \(key)")
    }
    return text
  }
}
