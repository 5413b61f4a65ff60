/// Why a secret could not be had. It names the reference, never a value.
package struct SecretError: Error, Equatable, CustomStringConvertible {
  package enum Reason: String, Sendable {
    /// There is no such secret, file, variable or JSON key.
    case missing
    case accessDenied
    /// The keys that were to read it are refused, whatever the secret is.
    case credentialsRefused
    /// It is there, but cannot be used: too large, not text, not JSON.
    case unusable
    /// Another try may work.
    case unavailable
  }

  package let reference: SecretReference
  package let reason: Reason
  /// `the environment variable is not set`
  package let message: String

  package init(_ reference: SecretReference, _ reason: Reason, _ message: String) {
    self.reference = reference
    self.reason = reason
    self.message = message
  }

  package var description: String { "\(reference): \(message)" }
}
