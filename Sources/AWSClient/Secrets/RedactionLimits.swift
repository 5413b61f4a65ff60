/// The bounds of what is kept out of outputs.
package enum RedactionLimits {
  /// A shorter value is not looked for in texts: it would take harmless words and numbers with it. As the value of a
  /// member that holds secrets by its name it is taken out, however short it is.
  package static let minSecretBytes = 6
  /// A shorter value of nothing but letters, or but digits, counts only where it stands alone, not as a part of a
  /// longer word: `secret` takes nothing from `secretsmanager`, nor `202401` from a time or an account's number.
  package static let minBytesWithinWord = 12
  /// Values of this length are also looked for in Base64, where their ends are lost among other bits.
  package static let minBytesInBase64 = 8
  /// A line of a value of several lines is looked for by itself from this length on.
  package static let minLineBytes = 8
  /// What is known at a time takes twice this much memory, all forms counted: enough for the sessions and tokens of
  /// some ten thousand tenants. What nobody has used for the longest time is forgotten first.
  package static let maxKnownBytes = 16 << 20
}
