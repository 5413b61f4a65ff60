/// Turns a command line into an invocation. It finds the command first, then reads the rest by its spec.
///
/// An argument that begins with `-` is never taken for the value of the option before it, unless it is `-` alone
/// or a number or time such as `-2h`; so a forgotten value cannot swallow the next option, and `--help` always
/// means help.
struct ArgumentParser: Sendable {
  let catalog: CommandCatalog
  let nowMs: Int64

  func parse(_ commandLine: [String]) throws(CommandError) -> Invocation {
    let options = commandLine.prefix { $0 != "--" }
    let wantsHelp = options.contains("--help") || options.contains("-h")
    var located = Location()
    if commandLine.first == "help" {
      // Options have no meaning to `help`, except the global ones that it ignores.
      try locate(commandLine.dropFirst().filter { !Self.looksLikeOption($0) }[...], into: &located)
      if let word = located.rest.first { throw surplus(word, topic: located.topic) }
      return .help(located.topic)
    }
    try locate(commandLine[...], skippingUnknownOptions: wantsHelp, into: &located)
    if wantsHelp { return .help(located.topic) }
    guard let command = located.command else {
      let arguments = try parameters(located.leading[...], of: nil)
      let options = GlobalOptions(arguments)
      if arguments[GlobalOptions.version] { return .version(options) }
      return .incomplete(located.topic)
    }
    let arguments = try parameters(located.leading + located.rest, of: command.spec)
    if arguments[GlobalOptions.version] { return .version(GlobalOptions(arguments)) }
    return .run(command, arguments, GlobalOptions(arguments))
  }

  private func parameters(
    _ words: ArraySlice<String>, of spec: CommandSpec?
  ) throws(CommandError) -> ParsedArguments {
    var reading = ParameterReading(spec: spec, nowMs: nowMs)
    return try reading.read(words)
  }

  /// Whether the word is an option, rather than a value such as `-` or `-2h`.
  static func looksLikeOption(_ word: String) -> Bool {
    guard word.hasPrefix("-"), word != "-", let second = word.dropFirst().first else { return false }
    return !second.isASCIIDigit
  }
}

// MARK: - Finding the command

extension ArgumentParser {
  private struct Location {
    var topic = HelpTopic.overview
    var command: (any Command.Type)?
    /// Global options that stand before the end of the command's name.
    var leading: [String] = []
    var rest: ArraySlice<String> = []
  }

  private func locate(
    _ words: ArraySlice<String>, skippingUnknownOptions: Bool = false, into location: inout Location
  ) throws(CommandError) {
    location.rest = words
    while location.command == nil, let word = location.rest.popFirst() {
      if word == "--" { continue }
      if Self.looksLikeOption(word) {
        let name = word.prefix { $0 != "=" }
        let option = GlobalOptions.definitions.first { $0.label == name || $0.short.map { "-\($0)" } == word }
        guard let option else {
          if skippingUnknownOptions { continue }
          throw unknownLeading(String(name), location.topic)
        }
        location.leading.append(word)
        if option.kind == .option, name == word, let value = location.rest.first,
          !Self.looksLikeOption(value)
        {
          location.leading.append(value)
          location.rest.removeFirst()
        }
      } else {
        try enter(word, &location)
      }
    }
  }

  private func enter(_ word: String, _ location: inout Location) throws(CommandError) {
    switch location.topic {
    case .overview:
      switch catalog.entry(named: word) {
      case .command(let type): set(type, &location)
      case .group(let group): location.topic = .group(group)
      case nil:
        let names = catalog.entries.map(\.name) + ["help"]
        throw .usage(
          "unknown command '\(word)'\(Suggestion.phrase(for: word, amongCommands: names))",
          hint: "see 'headgate --help'")
      }
    case .group(let group):
      guard let type = group.commands.first(where: { $0.spec.path.last == word }) else {
        let names = group.commands.compactMap { $0.spec.path.last }
        let suggestion = Suggestion.phrase(for: word, amongCommands: names, of: group.name)
        throw .usage(
          "unknown command '\(group.name) \(word)'\(suggestion)", hint: "see 'headgate \(group.name) --help'")
      }
      set(type, &location)
    case .command:
      break
    }
  }

  private func set(_ type: any Command.Type, _ location: inout Location) {
    location.command = type
    location.topic = .command(type.spec)
  }

  private func unknownLeading(_ name: String, _ topic: HelpTopic) -> CommandError {
    let commands: [any Command.Type]
    if case .group(let group) = topic { commands = group.commands } else { commands = catalog.commands }
    if commands.contains(where: { $0.spec.options.contains { $0.label == name } }) {
      return .usage("\(name) belongs after the name of its command", hint: "see 'headgate --help'")
    }
    let suggestion = Suggestion.phrase(for: name, among: GlobalOptions.definitions.map(\.label))
    return .usage("unknown option \(name) for 'headgate'\(suggestion)", hint: "see 'headgate --help'")
  }

  private func surplus(_ word: String, topic: HelpTopic) -> CommandError {
    guard case .command(let spec) = topic else { return .usage("unknown command '\(word)'") }
    return .usage("'\(word)' is not part of '\(spec.fullName)'", hint: "see '\(spec.fullName) --help'")
  }
}
