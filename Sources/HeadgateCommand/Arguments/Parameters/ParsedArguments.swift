/// What one invocation of a command was given: checked, converted, read by the keys that the command declared.
struct ParsedArguments: Sendable {
  private var values: [String: [any Sendable]] = [:]
  private var defaults: [String: [any Sendable]] = [:]

  subscript<Key: Parameter>(key: Key) -> Key.Reading {
    let label = key.definition.label
    return key.read(values[label] ?? defaults[label] ?? [])
  }

  /// Whether it was given, rather than left to its default.
  func wasGiven(_ key: some Parameter) -> Bool { count(of: key.definition) > 0 }

  func count(of definition: ParameterDefinition) -> Int { values[definition.label]?.count ?? 0 }

  mutating func add(_ value: any Sendable, to definition: ParameterDefinition) {
    values[definition.label, default: []].append(value)
  }

  mutating func setDefault(_ value: any Sendable, of definition: ParameterDefinition) {
    defaults[definition.label] = [value]
  }
}
