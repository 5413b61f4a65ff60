/// An option with a value: `--tenant NAME`, `--tenant=NAME`, `-t NAME`.
struct Option<Reading: Sendable>: Parameter {
  let definition: ParameterDefinition
  private let reader: @Sendable ([any Sendable]) -> Reading

  func read(_ values: [any Sendable]) -> Reading { reader(values) }

  /// May be left out; reads as `Value?`.
  static func optional<Value>(
    _ name: String, short: Character? = nil, _ type: ValueType<Value>, _ help: String
  ) -> Self where Reading == Value? {
    let definition = ParameterDefinition(kind: .option, name: name, short: short, type: type, help: help)
    return Self(definition: definition) { $0.first as? Value }
  }

  /// Must be given; reads as `Value`.
  static func required(
    _ name: String, short: Character? = nil, _ type: ValueType<Reading>, _ help: String
  ) -> Self {
    let definition = ParameterDefinition(kind: .option, name: name, short: short, type: type, help: help)
    return Self(definition: definition.with(.required), reader: onlyValue(of: name))
  }

  /// May be left out, and then has the value that `default` says, written as one would type it; reads as `Value`.
  static func withDefault(
    _ name: String, short: Character? = nil, _ type: ValueType<Reading>, default text: String, _ help: String
  ) -> Self {
    let definition = ParameterDefinition(kind: .option, name: name, short: short, type: type, help: help)
    return Self(definition: definition.with(.optional, defaultText: text), reader: onlyValue(of: name))
  }

  /// May be given any number of times; reads as `[Value]` in the order given.
  static func repeated<Value>(
    _ name: String, short: Character? = nil, _ type: ValueType<Value>, _ help: String
  ) -> Self where Reading == [Value] {
    let definition = ParameterDefinition(kind: .option, name: name, short: short, type: type, help: help)
    return Self(definition: definition.with(.repeated(atLeast: 0))) { $0.compactMap { $0 as? Value } }
  }

  private static func onlyValue(of name: String) -> @Sendable ([any Sendable]) -> Reading {
    { values in
      guard let value = values.first as? Reading else {
        preconditionFailure("--\(name) has no value: it is not in the command's spec, or its default is bad")
      }
      return value
    }
  }
}
