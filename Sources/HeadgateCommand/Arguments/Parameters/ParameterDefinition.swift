/// All that the parser and the help texts need to know of an option, a flag or a positional argument.
struct ParameterDefinition: Sendable {
  enum Kind: Sendable {
    case option
    case flag
    case argument
  }

  enum Occurrence: Sendable {
    case optional
    case required
    case repeated(atLeast: Int)
  }

  let kind: Kind
  /// Without dashes for options and flags; for a positional argument what stands for it, such as `ID`.
  let name: String
  var short: Character?
  var placeholder = ""
  let help: String
  var occurrence = Occurrence.optional
  /// The value if none is given, written as one would type it.
  var defaultText: String?
  var expectation = ""
  var choices: [String] = []
  var parse: @Sendable (_ text: String, _ nowMs: Int64) -> (any Sendable)? = { text, _ in text }

  /// How messages speak of it: `--tenant`, `ID`.
  var label: String { kind == .argument ? name : "--\(name)" }

  /// How usage lines show it: `--tenant NAME`, `ID`.
  var usage: String { kind == .option ? "--\(name) \(placeholder)" : label }

  var isRepeated: Bool {
    if case .repeated = occurrence { true } else { false }
  }

  var minimumCount: Int {
    switch occurrence {
    case .optional: 0
    case .required: 1
    case .repeated(let minimum): minimum
    }
  }

  init(kind: Kind, name: String, short: Character? = nil, help: String) {
    self.kind = kind
    self.name = name
    self.short = short
    self.help = help
  }

  init<Value>(kind: Kind, name: String, short: Character?, type: ValueType<Value>, help: String) {
    self.init(kind: kind, name: name, short: short, help: help)
    placeholder = type.placeholder
    expectation = type.expectation
    choices = type.choices
    parse = { text, nowMs in type.parse(text, nowMs) }
  }

  func with(_ occurrence: Occurrence, defaultText: String? = nil) -> Self {
    var copy = self
    copy.occurrence = occurrence
    copy.defaultText = defaultText
    return copy
  }
}
