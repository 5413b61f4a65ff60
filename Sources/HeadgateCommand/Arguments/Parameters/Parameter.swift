/// An option, a flag or a positional argument: declared once by a command, and the typed key to what was given.
protocol Parameter<Reading>: Sendable {
  /// What a command reads: `Value`, `Value?`, `[Value]` or `Bool`.
  associatedtype Reading

  var definition: ParameterDefinition { get }

  func read(_ values: [any Sendable]) -> Reading
}
