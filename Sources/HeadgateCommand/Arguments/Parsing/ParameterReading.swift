/// Reads the options and positional arguments of one command, or, without a command, the global options alone.
struct ParameterReading {
  private let fullName: String
  private let options: [ParameterDefinition]
  private let positional: [ParameterDefinition]
  private let nowMs: Int64
  private var words: ArraySlice<String> = []
  private var arguments = ParsedArguments()

  init(spec: CommandSpec?, nowMs: Int64) {
    fullName = spec?.fullName ?? "headgate"
    options = (spec?.options ?? []) + GlobalOptions.definitions
    positional = spec?.arguments ?? []
    self.nowMs = nowMs
  }

  mutating func read(_ words: ArraySlice<String>) throws(CommandError) -> ParsedArguments {
    self.words = words
    arguments = ParsedArguments()
    var onlyPositional = false
    while let word = self.words.popFirst() {
      if onlyPositional || !ArgumentParser.looksLikeOption(word) {
        try readPositional(word)
      } else if word == "--" {
        onlyPositional = true
      } else if word.hasPrefix("--") {
        try readLong(word)
      } else {
        try readShort(word)
      }
    }
    try requireAll()
    return arguments
  }

  private mutating func readLong(_ word: String) throws(CommandError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let option = options.first(where: { $0.label == parts[0] }) else {
      throw unknown(parts[0])
    }
    if option.kind == .flag {
      guard parts.count == 1 else { throw misuse("\(option.label) takes no value") }
      arguments.add(true, to: option)
    } else {
      try add(parts.count == 2 ? parts[1] : try nextValue(of: option), to: option)
    }
  }

  /// `-x`, `-x VALUE`, `-xVALUE`, and several flags in one: `-xy`.
  private mutating func readShort(_ word: String) throws(CommandError) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = options.first(where: { $0.short == letter }) else { throw unknown("-\(letter)") }
      if option.kind == .flag {
        arguments.add(true, to: option)
      } else {
        let value = letters.isEmpty ? try nextValue(of: option) : String(letters)
        return try add(value, to: option)
      }
    }
  }

  private mutating func nextValue(of option: ParameterDefinition) throws(CommandError) -> String {
    guard let next = words.first else {
      throw misuse("\(option.label) needs a value: \(option.expectation)")
    }
    guard !ArgumentParser.looksLikeOption(next) else {
      throw misuse(
        "\(option.label) needs a value before \(next); one that begins with '-' is written \(option.label)=…")
    }
    words.removeFirst()
    return next
  }

  private mutating func readPositional(_ word: String) throws(CommandError) {
    let next = positional.first { $0.isRepeated || arguments.count(of: $0) == 0 }
    guard let next else {
      throw misuse(
        positional.isEmpty
          ? "'\(fullName)' takes no arguments, but was given '\(word)'"
          : "'\(word)' is one argument too many for '\(fullName)'")
    }
    try add(word, to: next)
  }

  private mutating func add(_ text: String, to definition: ParameterDefinition) throws(CommandError) {
    if !definition.isRepeated, arguments.count(of: definition) > 0 {
      throw misuse("\(definition.label) is given twice for '\(fullName)'; give it once")
    }
    guard let value = definition.parse(text, nowMs) else {
      let shown = text.isEmpty ? "''" : text
      let suggestion = Suggestion.phrase(for: text, among: definition.choices)
      throw misuse("\(definition.label) \(shown): expected \(definition.expectation)\(suggestion)")
    }
    arguments.add(value, to: definition)
  }

  private mutating func requireAll() throws(CommandError) {
    // --version asks for nothing else.
    if arguments[GlobalOptions.version] { return }
    let missing = (positional + options).filter { arguments.count(of: $0) < $0.minimumCount }
    guard missing.isEmpty else {
      let names = missing.map(\.usage)
      let list =
        names.count == 1
        ? names[0] : "\(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1])"
      throw misuse("'\(fullName)' needs \(list)")
    }
    for definition in positional + options {
      if let text = definition.defaultText, let value = definition.parse(text, nowMs) {
        arguments.setDefault(value, of: definition)
      }
    }
  }

  private func unknown(_ name: String) -> CommandError {
    let suggestion = Suggestion.phrase(for: name, among: options.map(\.label))
    return misuse("unknown option \(name) for '\(fullName)'\(suggestion)")
  }

  private func misuse(_ message: String) -> CommandError {
    .usage(message, hint: "see '\(fullName) --help'")
  }
}
