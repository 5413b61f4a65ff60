import AWSClient

/// Collects the breaches of an input's constraints and words them as AWS does.
struct ConstraintCheck {
  private(set) var breaches: [String] = []
  /// What is not even of the right JSON type, which AWS refuses before it looks at constraints.
  private(set) var wrongType: String?

  /// `1 validation error detected: Value 'x' at 'flowName' failed to satisfy constraint: …`
  var message: String? {
    guard !breaches.isEmpty else { return nil }
    let count = breaches.count == 1 ? "1 validation error" : "\(breaches.count) validation errors"
    return "\(count) detected: \(breaches.joined(separator: "; "))"
  }

  mutating func text(_ value: String?, at path: String, _ shape: Shape, required: Bool) {
    if let value {
      self.value(.string(value), at: path, shape)
    } else if required {
      missing(path)
    }
  }

  mutating func value(_ value: JSONValue, at path: String, _ shape: Shape) {
    switch (shape, value) {
    case (.text(let length, let pattern), .string(let text)):
      check(text, at: path, shown: "Value '\(text)'", length, pattern)
    case (.secret(let length, let pattern), .string(let text)):
      check(text, at: path, shown: "Value", length, pattern)
    case (.choice(let choices), .string(let text)):
      guard !choices.contains(text) else { return }
      breach("Value '\(text)'", path, "satisfy enum value set: [\(choices.joined(separator: ", "))]")
    case (.integer(let range), _) where value.integer != nil:
      guard let number = value.integer else { return }
      if number > range.upperBound {
        breach("Value '\(number)'", path, "have value less than or equal to \(range.upperBound)")
      } else if number < range.lowerBound {
        breach("Value '\(number)'", path, "have value greater than or equal to \(range.lowerBound)")
      }
    case (.boolean, .bool), (.timestamp, .integer), (.timestamp, .number): return
    case (.list(let length, let element), .array(let elements)):
      checkCount(elements.count, at: path, length)
      for (index, member) in elements.enumerated() {
        self.value(member, at: "\(path).\(index + 1).member", element)
      }
    case (.map(let length, let element), .object(let members)):
      checkCount(members.count, at: path, length)
      for (name, member) in members.sorted(by: { $0.key < $1.key }) {
        self.value(member, at: "\(path).\(name).member", element)
      }
    case (.structure(let shapes, let required), .object(let members)):
      structure(members, at: path, shapes, required)
    default: wrongType = wrongType ?? "\(path) cannot be \(value.kindName)"
    }
  }

  private mutating func structure(
    _ members: [String: JSONValue], at path: String, _ shapes: [String: Shape], _ required: [String]
  ) {
    let prefix = path.isEmpty ? "" : "\(path)."
    for name in required where members[name]?.isNull ?? true { missing(prefix + name) }
    // Sorted, because a message must not depend on a dictionary's order.
    for (name, value) in members.sorted(by: { $0.key < $1.key }) where !value.isNull {
      if let shape = shapes[name] { self.value(value, at: prefix + name, shape) }
    }
  }

  private mutating func check(
    _ text: String, at path: String, shown: String, _ length: ClosedRange<Int>, _ pattern: TextPattern
  ) {
    let count = text.unicodeScalars.count
    if count > length.upperBound {
      breach(shown, path, "have length less than or equal to \(length.upperBound)")
    } else if count < length.lowerBound {
      breach(shown, path, "have length greater than or equal to \(length.lowerBound)")
    }
    if !pattern.matches(text) { breach(shown, path, "satisfy regular expression pattern: \(pattern.text)") }
  }

  private mutating func checkCount(_ count: Int, at path: String, _ length: ClosedRange<Int>) {
    if count > length.upperBound {
      breach("Value", path, "have length less than or equal to \(length.upperBound)")
    } else if count < length.lowerBound {
      breach("Value '[]'", path, "have length greater than or equal to \(length.lowerBound)")
    }
  }

  private mutating func missing(_ path: String) { breach("Value null", path, "not be null") }

  private mutating func breach(_ shown: String, _ path: String, _ constraint: String) {
    breaches.append("\(shown) at '\(path)' failed to satisfy constraint: Member must \(constraint)")
  }
}
