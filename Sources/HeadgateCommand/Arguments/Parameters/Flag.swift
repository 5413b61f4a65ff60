/// An option without a value: `--dry-run`. Reads as `true` if it was given.
struct Flag: Parameter {
  let definition: ParameterDefinition

  init(_ name: String, short: Character? = nil, _ help: String) {
    definition = ParameterDefinition(kind: .flag, name: name, short: short, help: help)
  }

  func read(_ values: [any Sendable]) -> Bool { !values.isEmpty }
}
