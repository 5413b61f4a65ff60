/// Lays out what `--help` prints.
struct HelpPage {
  let catalog: CommandCatalog
  let width: Int

  func print(_ topic: HelpTopic, to stream: ConsoleStream) {
    for line in lines(topic) { stream.line(line) }
  }

  func lines(_ topic: HelpTopic) -> [StyledText] {
    switch topic {
    case .overview: overview
    case .group(let group): page(of: group)
    case .command(let spec): page(of: spec)
    }
  }

  private var overview: [StyledText] {
    var lines = wrapped(catalog.summary)
    lines += [""] + usageLines("[--db FILE] <command> [options]")
    for section in catalog.sections {
      lines += heading(section.title) + rows(section.entries.map { ($0.name, $0.summary) })
    }
    lines += heading("Options of every command") + rows(optionRows(GlobalOptions.definitions))
    if !catalog.environment.isEmpty {
      lines += heading("Environment") + rows(catalog.environment.map { ($0.name, $0.help) })
    }
    lines += heading("Exit codes")
    lines += rows([("0", "done"), ("1", "failed"), ("2", "the command line makes no sense")])
    lines += examples(catalog.examples)
    return lines + [""] + wrapped("'headgate <command> --help' tells more about a command.")
  }

  private func page(of group: CommandGroup) -> [StyledText] {
    usageLines("\(group.name) <command> [options]") + [""] + wrapped(sentence(group.summary))
      + heading("Commands") + rows(group.commands.map { ($0.spec.name, $0.spec.summary) })
      + [""] + wrapped("'headgate \(group.name) <command> --help' tells more about a command.")
  }

  private func page(of spec: CommandSpec) -> [StyledText] {
    let forms = spec.usage.isEmpty ? [derivedUsage(spec)] : spec.usage
    var lines = forms.enumerated().flatMap { usageLines("\(spec.name) \($1)", startsSection: $0 == 0) }
    lines += [""] + wrapped(sentence(spec.summary))
    if !spec.discussion.isEmpty {
      lines += [""] + TextWrapping.paragraphs(spec.discussion, width: width).map { "\($0)" }
    }
    if !spec.arguments.isEmpty { lines += heading("Arguments") + rows(optionRows(spec.arguments)) }
    if !spec.options.isEmpty { lines += heading("Options") + rows(optionRows(spec.options)) }
    lines += heading("Options of every command") + rows(optionRows(GlobalOptions.definitions))
    return lines + examples(spec.examples)
  }
}

// MARK: - Parts

extension HelpPage {
  private func usage(_ text: String) -> StyledText { "\("usage:", .bold) headgate \(text)" }

  /// A usage line, continued under its first argument where it is too long.
  private func usageLines(_ text: String, startsSection: Bool = true) -> [StyledText] {
    let indent = "       headgate "
    let parts = TextWrapping.lines(text, width: width - indent.count)
    return parts.enumerated().map { index, part in
      if index > 0 { return "\(String(repeating: " ", count: indent.count))\(part)" }
      return startsSection ? usage(part) : "\(indent)\(part)"
    }
  }

  private func derivedUsage(_ spec: CommandSpec) -> String {
    var parts = spec.arguments.map { argument in
      let name = argument.isRepeated ? "\(argument.name)…" : argument.name
      return argument.minimumCount == 0 ? "[\(name)]" : name
    }
    parts += spec.options.filter { $0.minimumCount > 0 }.map(\.usage)
    if spec.options.contains(where: { $0.minimumCount == 0 }) { parts.append("[options]") }
    return parts.joined(separator: " ")
  }

  private func optionRows(_ definitions: [ParameterDefinition]) -> [(String, String)] {
    let anyShort = definitions.contains { $0.short != nil }
    return definitions.map { definition in
      var term = definition.usage
      if definition.kind != .argument, anyShort {
        term = definition.short.map { "-\($0), \(term)" } ?? "    \(term)"
      }
      var help = definition.help
      if !definition.choices.isEmpty { help += ": \(definition.choices.joined(separator: ", "))" }
      var notes: [String] = []
      if definition.kind == .option, definition.minimumCount > 0 { notes.append("required") }
      if definition.kind == .option, definition.isRepeated { notes.append("may be repeated") }
      if let text = definition.defaultText { notes.append("default \(text)") }
      if !notes.isEmpty { help += " (\(notes.joined(separator: "; ")))" }
      return (term, help)
    }
  }

  /// Terms on the left, explanations aligned on the right; a long term has its explanation on the next line.
  private func rows(_ rows: [(term: String, help: String)]) -> [StyledText] {
    let longestAllowed = min(30, width / 2 - 4)
    let longest = rows.map { TextWidth.columns($0.term) }.filter { $0 <= longestAllowed }.max() ?? 4
    let column = 2 + longest + 2
    let blank = String(repeating: " ", count: column)
    return rows.flatMap { term, help -> [StyledText] in
      let lines = TextWrapping.lines(help, width: max(20, width - column))
      let columns = TextWidth.columns(term)
      let isLong = columns > longest
      let gap = String(repeating: " ", count: max(0, longest + 2 - columns))
      let first: [StyledText] =
        isLong || lines.isEmpty ? ["  \(term)"] : ["  \(term)\(gap)\(lines[0])"]
      return first + lines.dropFirst(isLong ? 0 : 1).map { "\(blank)\($0)" }
    }
  }

  private func examples(_ examples: [CommandExample]) -> [StyledText] {
    guard !examples.isEmpty else { return [] }
    let lines = examples.flatMap { example -> [StyledText] in
      ["  \("# \(example.explanation)", .dim)", "  \(example.line)"]
    }
    return heading(examples.count == 1 ? "Example" : "Examples") + lines
  }

  private func heading(_ title: String) -> [StyledText] { ["", "\("\(title):", .bold)"] }

  private func wrapped(_ text: String) -> [StyledText] {
    TextWrapping.lines(text, width: width).map { "\($0)" }
  }

  private func sentence(_ summary: String) -> String {
    "\(summary.prefix(1).uppercased())\(summary.dropFirst())."
  }
}
