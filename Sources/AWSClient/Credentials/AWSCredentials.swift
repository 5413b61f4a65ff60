/// An access key. Its description never shows a secret.
package struct AWSCredentials: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package let accessKeyId: String
  package let secretAccessKey: String
  package let sessionToken: String?
  /// Nil for keys that do not expire.
  package let expiresAtMs: Int64?

  package init(
    accessKeyId: String, secretAccessKey: String, sessionToken: String? = nil, expiresAtMs: Int64? = nil
  ) {
    self.accessKeyId = accessKeyId
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiresAtMs = expiresAtMs
  }

  /// For the few calls that are not signed.
  package static let anonymous = AWSCredentials(accessKeyId: "", secretAccessKey: "")

  package var description: String { "AWSCredentials(\(accessKeyId))" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["accessKeyId": accessKeyId]) }
}
