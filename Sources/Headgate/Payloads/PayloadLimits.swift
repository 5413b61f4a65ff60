/// The bounds of a payload.
package enum PayloadLimits {
  /// Violations that one payload's validation reports.
  package static let maxViolations = 50
  /// Characters of a value that a message quotes.
  static let maxQuotedCharacters = 40
  /// Names that a message lists.
  static let maxListedNames = 8
}
