/// Why something that an operator asked for was not done; nothing of it was.
public struct OperatorRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence.
  public let description: String

  package init(_ description: String) { self.description = description }
}
