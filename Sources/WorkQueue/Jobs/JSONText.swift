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
    for byte in text.utf8 {
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
    result.append(UInt8(ascii: "\""))
  }

  private static let hex = Array("0123456789abcdef".utf8)
}
