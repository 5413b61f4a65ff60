/// What stands after `name =`.
package struct INIValue: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    case text(String)
    /// Nothing after the `=`, and below it indented `name = value` lines of its own.
    case nested([String: INIValue])
  }

  package let content: Content
  package let line: Int

  /// Nil for a nested value.
  package var text: String? { if case .text(let text) = content { text } else { nil } }
}
