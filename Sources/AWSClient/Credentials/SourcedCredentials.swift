/// Credentials, and where they came from.
package struct SourcedCredentials: Sendable, Expiring {
  package let credentials: AWSCredentials
  package let source: CredentialSource

  package init(_ credentials: AWSCredentials, from source: CredentialSource) {
    self.credentials = credentials
    self.source = source
  }

  package var expiresAtMs: Int64? { credentials.expiresAtMs }
}
