/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` (or, older, `AWS_SECURITY_TOKEN`), and when
/// they expire: `AWS_CREDENTIAL_EXPIRATION`.
package struct EnvironmentCredentials: CredentialsProvider {
  private let environment: [String: String]

  package init(_ environment: [String: String]) { self.environment = environment }

  package func credentials(
    observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSCredentials {
    guard let accessKeyId = value("AWS_ACCESS_KEY_ID") else { throw missing("AWS_ACCESS_KEY_ID") }
    guard let secret = value("AWS_SECRET_ACCESS_KEY") else { throw missing("AWS_SECRET_ACCESS_KEY") }
    var expiresAtMs: Int64?
    if let expiration = value("AWS_CREDENTIAL_EXPIRATION") {
      guard let parsed = Timestamp.parseISO8601(expiration) else {
        throw .noCredentials(
          "AWS_CREDENTIAL_EXPIRATION is not a time: expected one such as 2030-01-02T03:04:05Z")
      }
      expiresAtMs = parsed
    }
    return AWSCredentials(
      accessKeyId: accessKeyId, secretAccessKey: secret,
      sessionToken: value("AWS_SECURITY_TOKEN") ?? value("AWS_SESSION_TOKEN"), expiresAtMs: expiresAtMs)
  }

  package func invalidate(_ credentials: AWSCredentials) async {}

  /// An empty variable counts as one that is not set.
  private func value(_ name: String) -> String? {
    guard let value = environment[name], !value.isEmpty else { return nil }
    return value
  }

  private func missing(_ name: String) -> AWSError {
    .noCredentials(
      .sts, "GetCredentials",
      "no AWS credentials: the environment variable \(name) is not set; set AWS_ACCESS_KEY_ID and "
        + "AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN for temporary keys)")
  }
}
