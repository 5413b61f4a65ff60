/// The operations that a worker has, by kind.
public struct OperationRegistry: Sendable {
  private let operations: [String: any Operation]
  /// The rules of all kinds, by name.
  public let rules: [KindRule]
  /// Names of payload members (any case) that hold secrets: their values may only be references.
  public let secretFields: [String]
  /// Reasons under which snoozed jobs wait for a person: a worker that drains does not wait for them, and a
  /// worker that starts looks whether they can run now.
  public let waitingReasons: [String]
  /// What keeps secrets out of all that is stored for an operation; nil: nothing does.
  public let redacting: (any Redacting)?

  /// - Parameters:
  ///   - operations: of two with the same kind, the later one counts.
  ///   - secretFields: names of payload members whose values may only be references.
  ///   - waitingReasons: reasons under which snoozed jobs wait for a person.
  ///   - redacting: what keeps secrets out of all that is stored; nil: nothing does.
  public init(
    _ operations: [any Operation], secretFields: [String] = [], waitingReasons: [String] = [],
    redacting: (any Redacting)? = nil
  ) {
    self.operations = Dictionary(operations.map { ($0.kind.name, $0) }) { $1 }
    self.secretFields = secretFields
    self.waitingReasons = waitingReasons
    self.redacting = redacting
    rules = self.operations.values.map(\.kind).sorted { $0.name < $1.name }
  }

  /// The rules alone, for a program that prepares a database and runs nothing.
  public init(rules: [KindRule], secretFields: [String] = []) {
    operations = [:]
    self.rules = rules
    self.secretFields = secretFields
    waitingReasons = []
    redacting = nil
  }

  /// The operation of that kind.
  public subscript(kind: String) -> (any Operation)? { operations[kind] }
}
