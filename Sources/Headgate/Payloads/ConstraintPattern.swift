import Synchronization

/// A regular expression of a service's model, which has to match the whole text.
package struct ConstraintPattern: Sendable {
  /// Compiles the expression when it is first needed, which with most patterns is never: to compile all of a model's
  /// would take longer than to enqueue a job. `Regex` is not Sendable, so it is matched where it is kept.
  private final class Compiled: Sendable {
    private let regex = Mutex<Regex<AnyRegexOutput>?>(nil)

    /// - Throws: if `pattern` is no regular expression.
    func matches(_ value: String, pattern: String) throws -> Bool {
      try regex.withLock { regex in
        let compiled =
          try regex ?? Regex(pattern).asciiOnlyCharacterClasses().matchingSemantics(.unicodeScalar)
        regex = compiled
        return (try? compiled.wholeMatch(in: value)) != nil
      }
    }
  }

  package let text: String
  private let simple: SimplePattern?
  private let compiled = Compiled()

  package init(_ text: String) {
    self.text = text
    simple = SimplePattern(text)
  }

  /// A pattern that is none matches nothing; a test compiles all that the models have.
  package func matches(_ value: String) -> Bool {
    // Where the simple look does not say yes, the regular expression decides.
    simple?.surelyMatches(value) == true || (try? compiled.matches(value, pattern: text)) == true
  }

  /// - Throws: if the text is no regular expression.
  func check() throws { _ = try compiled.matches("", pattern: text) }
}
