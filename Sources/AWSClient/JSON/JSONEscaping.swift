/// JSON's escapes: the fewest that the standard asks for, so that equal strings give equal bytes.
package enum JSONEscaping {
  /// What stands between the quotes.
  package static func escaped(_ text: String) -> String {
    guard !text.allBytes({ !isSpecial($0) }) else { return text }
    var output: [UInt8] = []
    append(text, to: &output)
    return String(decoding: output[1..<output.count - 1], as: UTF8.self)
  }

  package static func quoted(_ text: String) -> String {
    var output: [UInt8] = []
    append(text, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// Appends the text with its quotes. To bytes: a string grows several times as slowly.
  package static func append(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    let bytes = text.utf8Span.span
    var copied = 0
    for index in bytes.indices where isSpecial(bytes[index]) {
      output.append(bytes.extracting(copied..<index))
      appendEscape(bytes[index], to: &output)
      copied = index + 1
    }
    output.append(bytes.extracting(copied..<bytes.count))
    output.append(UInt8(ascii: "\""))
  }

  /// What does not stand for itself in a string.
  static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20
  }

  private static func appendEscape(_ byte: UInt8, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\n"): output.append(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): output.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): output.append(UInt8(ascii: "t"))
    case 0..<0x20:
      let digits = String(byte, radix: 16)
      output += "u\(digits.utf8.count < 2 ? "000" : "00")\(digits)".utf8
    default: output.append(byte)
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
  }
}
