/// A positional argument, such as the `KIND` of `headgate enqueue KIND`.
struct Argument<Reading: Sendable>: Parameter {
  let definition: ParameterDefinition
  private let reader: @Sendable ([any Sendable]) -> Reading

  func read(_ values: [any Sendable]) -> Reading { reader(values) }

  /// Must be given; reads as `Value`.
  static func required(_ name: String, _ type: ValueType<Reading>, _ help: String) -> Self {
    Self(definition: define(name, type, help).with(.required)) { values in
      guard let value = values.first as? Reading else {
        preconditionFailure("\(name) has no value: it is not in the command's spec")
      }
      return value
    }
  }

  /// May be left out; reads as `Value?`.
  static func optional<Value>(_ name: String, _ type: ValueType<Value>, _ help: String) -> Self
  where Reading == Value? {
    Self(definition: define(name, type, help)) { $0.first as? Value }
  }

  /// Takes all that is left; reads as `[Value]`.
  static func repeated<Value>(
    _ name: String, _ type: ValueType<Value>, atLeast minimum: Int = 0, _ help: String
  ) -> Self where Reading == [Value] {
    Self(definition: define(name, type, help).with(.repeated(atLeast: minimum))) {
      $0.compactMap { $0 as? Value }
    }
  }

  private static func define<Value>(
    _ name: String, _ type: ValueType<Value>, _ help: String
  ) -> ParameterDefinition {
    ParameterDefinition(kind: .argument, name: name, short: nil, type: type, help: help)
  }
}
