/// Why retry rules make no sense. The description is for people.
public struct RetryRulesError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence: which member, what was expected.
  public let description: String

  init(_ description: String) { self.description = description }
}
