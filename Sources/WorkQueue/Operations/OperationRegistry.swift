/// The operations that a worker has, by kind.
public struct OperationRegistry: Sendable {
  private let operations: [String: any Operation]
  /// Names of payload members (any case) that hold secrets: their values may only be references.
  public let secretFields: [String]

  /// - Parameter operations: of two with the same kind, the later one counts.
  public init(_ operations: [any Operation], secretFields: [String] = []) {
    self.operations = Dictionary(operations.map { ($0.kind.name, $0) }) { $1 }
    self.secretFields = secretFields
  }

  /// The operation of that kind.
  public subscript(kind: String) -> (any Operation)? { operations[kind] }

  /// The rules of all kinds, by name.
  public var rules: [KindRule] { operations.values.map(\.kind).sorted { $0.name < $1.name } }
}
