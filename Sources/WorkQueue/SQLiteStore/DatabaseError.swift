/// Why a database cannot be used. The description is for people.
public struct DatabaseError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is the matter.
  public enum Reason: Sendable, Equatable {
    case missing, notOurs, newer, older, readOnly, full, busy, damaged, inaccessible, other
  }

  /// What is the matter.
  public let reason: Reason
  /// One sentence: which file, what was expected, what to do.
  public let description: String

  package init(_ reason: Reason, _ description: String) {
    self.reason = reason
    self.description = description
  }
}
