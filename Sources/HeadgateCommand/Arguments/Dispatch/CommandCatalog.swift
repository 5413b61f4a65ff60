/// All commands, and what the overview says besides.
struct CommandCatalog: Sendable {
  /// One sentence on what the program is.
  let summary: String
  let sections: [CommandSection]
  /// Environment variables and what they do.
  var environment: [(name: String, help: String)] = []
  var examples: [CommandExample] = []

  var entries: [CommandEntry] { sections.flatMap(\.entries) }

  var commands: [any Command.Type] {
    entries.flatMap { entry in
      switch entry {
      case .command(let type): [type]
      case .group(let group): group.commands
      }
    }
  }

  func entry(named name: String) -> CommandEntry? { entries.first { $0.name == name } }

  /// What is wrong with the declarations, each in one sentence: for a test to find none.
  func defects() -> [String] {
    var defects: [String] = []
    var names: Set<String> = ["help"]
    let nested = commands.map { $0.spec }.filter { $0.path.count > 1 }
    for name in entries.map(\.name) + nested.map(\.name) {
      if !names.insert(name).inserted { defects.append("'\(name)' is declared twice") }
    }
    for case .group(let group) in entries {
      let specs = group.commands.map { $0.spec }
      for spec in specs where spec.path.count != 2 || spec.path.first != group.name {
        defects.append("'\(spec.name)' stands in the group '\(group.name)'")
      }
    }
    return defects + commands.flatMap { Self.defects(of: $0.spec) }
  }

  private static func defects(of spec: CommandSpec) -> [String] {
    var defects: [String] = []
    var labels: Set<String> = []
    for parameter in GlobalOptions.definitions + spec.parameters {
      let names = [parameter.label] + (parameter.short.map { ["-\($0)"] } ?? [])
      for name in names where !labels.insert(name).inserted {
        defects.append("'\(spec.name)' declares \(name) twice")
      }
      if let text = parameter.defaultText, parameter.parse(text, 0) == nil {
        defects.append("the default of \(parameter.label) of '\(spec.name)' is not \(parameter.expectation)")
      }
    }
    if spec.arguments.dropLast().contains(where: \.isRepeated) {
      defects.append("an argument of '\(spec.name)' that repeats is not the last")
    }
    let optional = spec.arguments.drop { $0.minimumCount > 0 }
    if optional.contains(where: { $0.minimumCount > 0 }) {
      defects.append("a required argument of '\(spec.name)' follows an optional one")
    }
    return defects
  }
}
