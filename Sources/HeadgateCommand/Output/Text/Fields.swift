/// Names and values below each other: one thing in detail.
struct Fields: Sendable {
  private var fields: [(name: String, value: StyledText)] = []

  /// Adds a line; a value of `nil` is left out.
  mutating func add(_ name: String, _ value: StyledText?) {
    if let value { fields.append((name, value)) }
  }

  func print(to stream: ConsoleStream) {
    for line in lines { stream.line(line) }
  }

  var lines: [StyledText] {
    let longest = fields.map { TextWidth.columns($0.name) }.max() ?? 0
    return fields.map { name, value in
      let gap = String(repeating: " ", count: longest - TextWidth.columns(name) + 2)
      return "\(name, .dim)\(gap)" + value
    }
  }
}
