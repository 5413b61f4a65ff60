/// A service that we call.
package enum AWSService: String, Sendable, CaseIterable {
  case sts, appflow, s3, secretsmanager

  /// The name in SigV4's credential scope.
  package var signingName: String { rawValue }

  /// The suffix of `AWS_ENDPOINT_URL_…`.
  package var environmentName: String {
    switch self {
    case .sts: "STS"
    case .appflow: "APPFLOW"
    case .s3: "S3"
    case .secretsmanager: "SECRETS_MANAGER"
    }
  }
}
