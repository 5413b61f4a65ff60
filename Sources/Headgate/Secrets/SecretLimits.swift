/// The bounds of secrets.
package enum SecretLimits {
  package static let maxReferenceBytes = 4096
  /// As Secrets Manager has it.
  package static let maxSecretBytes = 65_536
}
