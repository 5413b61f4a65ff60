/// Something in a database that the schema's rules should have made impossible: the disk, a program that wrote
/// into the file behind SQLite's back, or a defect.
public struct AuditFinding: Sendable, Equatable, CustomStringConvertible {
  /// The invariant, in a few words.
  public let invariant: String
  /// What breaks it, in one sentence.
  public let message: String

  /// Both.
  public var description: String { "\(invariant): \(message)" }
}
