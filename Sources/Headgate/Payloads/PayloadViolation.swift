/// One thing that is wrong with a payload.
package struct PayloadViolation: Sendable, Hashable, CustomStringConvertible {
  /// `tasks[0].taskType`; empty for the payload itself.
  package let path: String
  /// `'Filtr' is none of Arithmetic, Filter, …`. It never quotes the value of a secret.
  package let message: String

  package init(path: String, message: String) {
    self.path = path
    self.message = message
  }

  package var description: String { "\(path.isEmpty ? "payload" : path): \(message)" }
}
