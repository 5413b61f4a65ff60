extension JSONValue {
  /// - Throws: `JSONSyntaxError` if the bytes are not JSON, or not UTF-8.
  package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) { self = try JSONNode(parsing: bytes).value }

  /// - Throws: `JSONSyntaxError` if the text is not JSON.
  package init(parsing text: String) throws(JSONSyntaxError) { try self.init(parsing: Array(text.utf8)) }

  /// Compact JSON with sorted keys, so that equal values give equal text.
  package func text() -> String { String(decoding: bytes(), as: UTF8.self) }

  /// The same in UTF-8.
  package func bytes() -> [UInt8] {
    var bytes: [UInt8] = []
    // Most are short, and shall not grow piece by piece.
    bytes.reserveCapacity(Self.usualBytes)
    write(to: &bytes)
    return bytes
  }

  private static let usualBytes = 256

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += value ? "true".utf8 : "false".utf8
    case .integer(let value): bytes += String(value).utf8
    // JSON has no number that is none.
    case .number(let value): bytes += value.isFinite ? String(value).utf8 : "null".utf8
    case .string(let value): JSONEscaping.append(value, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, name) in members.keys.sorted().enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        JSONEscaping.append(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        members[name]?.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }
}
