/// The operations that a worker has, by kind.
public struct OperationRegistry: Sendable {
  private let operations: [String: any Operation]
  /// The rules of all kinds, by name.
  public let rules: [KindRule]
  /// Names of payload members (any case) that hold secrets: their values may only be references.
  public let secretFields: [String]

  /// - Parameter operations: of two with the same kind, the later one counts.
  public init(_ operations: [any Operation], secretFields: [String] = []) {
    self.operations = Dictionary(operations.map { ($0.kind.name, $0) }) { $1 }
    self.secretFields = secretFields
    rules = self.operations.values.map(\.kind).sorted { $0.name < $1.name }
  }

  /// The rules alone, for a program that prepares a database and runs nothing.
  public init(rules: [KindRule], secretFields: [String] = []) {
    operations = [:]
    self.rules = rules
    self.secretFields = secretFields
  }

  /// The operation of that kind.
  public subscript(kind: String) -> (any Operation)? { operations[kind] }
}
