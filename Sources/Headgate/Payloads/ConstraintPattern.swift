import Synchronization

/// A regular expression of a service's model, which has to match the whole text.
package struct ConstraintPattern: Sendable {
  /// Compiles the expression when it is first needed, which with most patterns is never: to compile all of a model's
  /// would take longer than to enqueue a job.
  ///
  /// `Regex` is not Sendable because it may hold closures of custom components. One that was compiled from text, as
  /// here, holds none: it is an immutable program, which the runtime lowers once and publishes atomically. Who sets
  /// and who reads the property does so under the lock. Hence the unchecked conformance is sound.
  private final class Compiled: @unchecked Sendable {
    private let lock = Mutex(())
    private var regex: Regex<AnyRegexOutput>?

    func regex(of text: String) throws -> Regex<AnyRegexOutput> {
      try lock.withLock { _ in
        if let regex { return regex }
        let new = try Regex(text).asciiOnlyCharacterClasses().matchingSemantics(.unicodeScalar)
        regex = new
        return new
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

  package func matches(_ value: String) -> Bool {
    simple?.surelyMatches(value) == true || matchesRegex(value)
  }

  /// What decides, where the simple look does not say yes. A pattern that is none matches nothing; a test compiles all
  /// that the models have.
  private func matchesRegex(_ value: String) -> Bool {
    guard let regex = try? compiled.regex(of: text) else { return false }
    return (try? regex.wholeMatch(in: value)) != nil
  }

  /// - Throws: if the text is no regular expression.
  func check() throws { _ = try compiled.regex(of: text) }
}
