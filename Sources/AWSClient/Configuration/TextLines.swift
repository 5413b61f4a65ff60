/// Lines and white space as Python sees them, code point by code point: to Swift `\r\n` is one character.
enum TextLines {
  /// A line ends with `\n`, `\r` or both.
  static func split(_ text: String) -> [Substring.UnicodeScalarView] {
    var lines: [Substring.UnicodeScalarView] = []
    var rest = text[...].unicodeScalars
    while !rest.isEmpty {
      let end = rest.firstIndex { $0 == "\n" || $0 == "\r" } ?? rest.endIndex
      lines.append(rest[..<end])
      var next = rest[end...]
      let isPair = next.starts(with: "\r\n".unicodeScalars)
      next = next.dropFirst(isPair ? 2 : 1)
      rest = next
    }
    return lines
  }

  static func trim(_ text: some BidirectionalCollection<Unicode.Scalar>) -> String {
    let start = text.firstIndex { !isSpace($0) } ?? text.endIndex
    guard let last = text.lastIndex(where: { !isSpace($0) }), start <= last else { return "" }
    var trimmed = String.UnicodeScalarView()
    trimmed.append(contentsOf: text[start...last])
    return String(trimmed)
  }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || 0x1C...0x1F ~= scalar.value
  }
}
