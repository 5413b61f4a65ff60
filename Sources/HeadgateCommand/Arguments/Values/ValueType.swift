/// How the text of one argument becomes a value, and what to say when it does not.
///
/// Add a type as a static member or function in an extension; `map` and `compactMap` derive one from another.
struct ValueType<Value: Sendable>: Sendable {
  /// What stands for the value in help texts, such as `FILE`.
  let placeholder: String

  /// Completes the sentence "expected …".
  let expectation: String

  /// All the texts that are accepted, where they can be counted: shown in help and used for suggestions.
  var choices: [String] = []

  /// The value, or `nil` if the text does not say one. The second argument is the current Unix time in
  /// milliseconds.
  let parse: @Sendable (_ text: String, _ nowMs: Int64) -> Value?

  func map<Other: Sendable>(_ transform: @escaping @Sendable (Value) -> Other) -> ValueType<Other> {
    compactMap(expectation, transform)
  }

  func compactMap<Other: Sendable>(
    _ expectation: String, _ transform: @escaping @Sendable (Value) -> Other?
  ) -> ValueType<Other> {
    ValueType<Other>(placeholder: placeholder, expectation: expectation, choices: choices) { text, nowMs in
      parse(text, nowMs).flatMap(transform)
    }
  }

  /// The same type under another name in help texts.
  func named(_ placeholder: String) -> ValueType {
    ValueType(placeholder: placeholder, expectation: expectation, choices: choices, parse: parse)
  }
}
