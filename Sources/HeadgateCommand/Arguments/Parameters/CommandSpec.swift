/// A subcommand as data: enough to parse its arguments and to write its help.
struct CommandSpec: Sendable {
  /// `["tenant", "add"]`.
  let path: [String]
  /// One line without a full stop.
  let summary: String
  /// In the order in which help shows them, and positional arguments are filled.
  let parameters: [ParameterDefinition]
  /// Paragraphs, separated by empty lines.
  let discussion: String
  let examples: [CommandExample]
  /// What follows the name in usage lines, where the line made from the parameters would not say it well.
  let usage: [String]

  init(
    _ name: String, summary: String, parameters: [any Parameter] = [], usage: [String] = [],
    discussion: String = "", examples: [CommandExample] = []
  ) {
    path = name.split(separator: " ").map(String.init)
    self.summary = summary
    self.parameters = parameters.map(\.definition)
    self.usage = usage
    self.discussion = discussion
    self.examples = examples
  }

  /// `tenant add`.
  var name: String { path.joined(separator: " ") }

  /// `headgate tenant add`.
  var fullName: String { "headgate \(name)" }

  var arguments: [ParameterDefinition] { parameters.filter { $0.kind == .argument } }

  var options: [ParameterDefinition] { parameters.filter { $0.kind != .argument } }
}
