extension JSONValue {
  /// - Throws: `JSONSyntaxError` if the bytes are not JSON, or not UTF-8.
  package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw JSONSyntaxError(line: 1, column: 1, message: "the text is not UTF-8")
    }
    var parser = JSONParser(bytes, maxBytes: AWSLimits.maxResponseBytes)
    self = try parser.document().value
  }

  /// - Throws: `JSONSyntaxError` if the text is not JSON.
  package init(parsing text: String) throws(JSONSyntaxError) { try self.init(parsing: Array(text.utf8)) }

  /// Compact JSON with sorted keys, so that equal values give equal text.
  package func text() -> String {
    var text = ""
    // Most are short, and shall not grow piece by piece.
    text.reserveCapacity(128)
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    // JSON has no number that is none.
    case .number(let value): text += value.isFinite ? String(value) : "null"
    case .string(let value): JSONEscaping.append(value, to: &text)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        element.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, name) in members.keys.sorted().enumerated() {
        if index > 0 { text += "," }
        JSONEscaping.append(name, to: &text)
        text += ":"
        members[name]?.write(to: &text)
      }
      text += "}"
    }
  }
}
