/// The environment's keys: there if `AWS_ACCESS_KEY_ID` is.
struct EnvironmentKeys: CredentialFinder {
  let settings: AWSSettings

  func find(observe: @Sendable (CallRecord) -> Void) async throws(AWSError) -> SourcedCredentials? {
    guard settings.variable("AWS_ACCESS_KEY_ID") != nil else { return nil }
    let credentials = try await EnvironmentCredentials(settings.environment).credentials(observe: observe)
    return SourcedCredentials(credentials, from: .environment)
  }
}
