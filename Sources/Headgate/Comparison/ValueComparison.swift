import AWSClient

/// Compares two normalised values member by member.
struct ValueComparison {
  private(set) var differences: [Difference] = []

  mutating func compare(_ wanted: JSONValue?, _ actual: JSONValue?, path: String) {
    let wanted = wanted.flatMap(Self.pruned)
    let actual = actual.flatMap(Self.pruned)
    comparePruned(wanted, actual, path: path)
  }

  mutating func add(_ difference: Difference) { differences.append(difference) }

  private mutating func comparePruned(_ wanted: JSONValue?, _ actual: JSONValue?, path: String) {
    switch (wanted, actual) {
    case (.object(let left), .object(let right)):
      for name in Set(left.keys).union(right.keys).sorted() {
        if left[name] == nil, let value = right[name], ServiceDefaults.has(name, value) { continue }
        comparePruned(left[name], right[name], path: "\(path).\(name)")
      }
    case (nil, .object(let right)):
      // What was not asked for may be there with the service's defaults in it.
      for name in right.keys.sorted() {
        if let value = right[name], ServiceDefaults.has(name, value) { continue }
        comparePruned(nil, right[name], path: "\(path).\(name)")
      }
    case (.object(let left), nil):
      for name in left.keys.sorted() {
        if let value = left[name], ServiceDefaults.has(name, value) { continue }
        comparePruned(left[name], nil, path: "\(path).\(name)")
      }
    case (.array(let left), .array(let right)) where left.count == right.count:
      for (index, pair) in zip(left, right).enumerated() {
        comparePruned(pair.0, pair.1, path: "\(path)[\(index)]")
      }
    default:
      guard !Self.areEqual(wanted, actual), !Self.isUnresolved(wanted) else { return }
      differences.append(Difference(path: path, wanted: wanted, actual: actual))
    }
  }

  /// Without what says nothing: null, false, empty strings, objects and lists. The service leaves them out, or
  /// puts them in, as it likes. Elements of a list stay where they are.
  static func pruned(_ value: JSONValue) -> JSONValue? {
    switch value {
    case .null, .bool(false), .string(""): return nil
    case .bool, .integer, .number, .string: return value
    case .array(let elements):
      return elements.isEmpty ? nil : .array(elements.map { pruned($0) ?? .object([:]) })
    case .object(let members):
      let kept = members.compactMapValues(pruned)
      return kept.isEmpty ? nil : .object(kept)
    }
  }

  private static func areEqual(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
    if left == right { return true }
    guard let left = left?.double, let right = right?.double else { return false }
    return left == right
  }

  /// A value that is kept elsewhere cannot be compared here.
  private static func isUnresolved(_ value: JSONValue?) -> Bool {
    guard let text = value?.string else { return false }
    return (try? ReferenceText(parsing: text))?.hasReferences == true
  }
}

extension JSONValue {
  fileprivate var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}
