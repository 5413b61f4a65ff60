/// What a request is signed with (AWS Signature Version 4).
package struct SigV4Signing: Sendable {
  package let credentials: AWSCredentials
  package let region: String
  /// The signing name: `appflow`, `sts`, `s3`, `secretsmanager`.
  package let service: String

  package init(credentials: AWSCredentials, region: String, service: String) {
    self.credentials = credentials
    self.region = region
    self.service = service
  }
}
