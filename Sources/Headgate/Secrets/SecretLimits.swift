/// The bounds of secrets.
package enum SecretLimits {
  package static let maxReferenceBytes = 4096
  /// As Secrets Manager has it.
  package static let maxSecretBytes = 65_536
  /// A shorter value is not looked for in texts: it would take harmless words with it.
  package static let minRedactedCharacters = 6
}
