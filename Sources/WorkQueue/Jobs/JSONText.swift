/// Writes JSON text without a decoder's detours.
package enum JSONText {
  /// The numbers as a JSON list.
  package static func list(_ numbers: [Int64]) -> String {
    "[" + numbers.map(String.init).joined(separator: ",") + "]"
  }

  /// The text as a JSON string, quotes included.
  package static func string(_ text: String) -> String {
    var result: [UInt8] = []
    append(text, to: &result)
    return String(decoding: result, as: UTF8.self)
  }

  /// Appends the text as a JSON string, quotes included.
  static func append(_ text: String, to result: inout [UInt8]) {
    result.append(UInt8(ascii: "\""))
    let bytes = text.utf8Span.span
    // Most texts have nothing to escape, and go over as they are.
    if bytes.indices.allSatisfy({ !isSpecial(bytes[$0]) }) {
      result += text.utf8
    } else {
      for index in bytes.indices { append(bytes[index], to: &result) }
    }
    result.append(UInt8(ascii: "\""))
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 || byte == 0x7F
  }

  private static func append(_ byte: UInt8, to result: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): result += "\\\"".utf8
    case UInt8(ascii: "\\"): result += "\\\\".utf8
    case 0x0A: result += "\\n".utf8
    case 0x0D: result += "\\r".utf8
    case 0x09: result += "\\t".utf8
    case 0..<0x20, 0x7F:
      result += "\\u00".utf8
      result.append(hex[Int(byte >> 4)])
      result.append(hex[Int(byte & 0xF)])
    default: result.append(byte)
    }
  }

  private static let hex = Array("0123456789abcdef".utf8)
}
