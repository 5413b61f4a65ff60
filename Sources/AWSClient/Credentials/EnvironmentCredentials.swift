/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
package struct EnvironmentCredentials: CredentialsProvider {
  private let environment: [String: String]

  package init(_ environment: [String: String]) { self.environment = environment }

  package func credentials(
    observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSCredentials {
    guard let accessKeyId = value("AWS_ACCESS_KEY_ID") else { throw missing("AWS_ACCESS_KEY_ID") }
    guard let secret = value("AWS_SECRET_ACCESS_KEY") else { throw missing("AWS_SECRET_ACCESS_KEY") }
    return AWSCredentials(
      accessKeyId: accessKeyId, secretAccessKey: secret, sessionToken: value("AWS_SESSION_TOKEN"))
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
