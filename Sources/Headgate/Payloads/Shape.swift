/// What a service accepts at one place of a request, as its model describes it.
package struct Shape: Sendable {
  package enum Form: Sendable {
    case structure(members: [String: String], required: [String])
    case list(element: String, length: ClosedRange<Int>)
    case map(key: String, value: String, length: ClosedRange<Int>)
    case string(length: ClosedRange<Int>, pattern: ConstraintPattern?, values: [String])
    case integer(ClosedRange<Int64>)
    case boolean
    /// Unix seconds.
    case timestamp
  }

  package let form: Form
  /// Its value may stand in a payload as a reference only.
  package let isSecret: Bool

  /// `a string`, `an object`, …: what a message says was expected.
  package var expectation: String {
    switch form {
    case .structure, .map: "an object"
    case .list: "a list"
    case .string: "a string"
    case .integer: "an integer"
    case .boolean: "true or false"
    case .timestamp: "a time in Unix seconds"
    }
  }
}
