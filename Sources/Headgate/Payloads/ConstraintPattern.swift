/// A regular expression of a service's model, which has to match the whole text.
///
/// `Regex` is not Sendable because it may hold closures of custom components. One that was compiled from text,
/// as here, holds none: it is an immutable program, which the runtime lowers once and publishes atomically.
/// Hence the unchecked conformance is sound.
package struct ConstraintPattern: @unchecked Sendable {
  package let text: String
  private let regex: Regex<AnyRegexOutput>
  private let simple: SimplePattern?

  package init(_ text: String) throws {
    self.text = text
    regex = try Regex(text).asciiOnlyCharacterClasses().matchingSemantics(.unicodeScalar)
    simple = SimplePattern(text)
  }

  package func matches(_ value: String) -> Bool {
    simple?.surelyMatches(value) == true || matchesRegex(value)
  }

  /// What decides, where the simple look does not say yes.
  func matchesRegex(_ value: String) -> Bool { (try? regex.wholeMatch(in: value)) != nil }
}
