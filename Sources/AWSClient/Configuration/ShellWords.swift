/// Splits a command into words as a POSIX shell would, quotes and backslashes resolved; nothing is expanded.
package enum ShellWords {
  package enum Problem: String, Error, Sendable {
    case openQuote = "a quote is not closed"
    case openEscape = "a backslash stands at the end"
  }

  package static func split(_ text: String) throws(Problem) -> [String] {
    var words: [String] = []
    var word: String.UnicodeScalarView?
    var quote: Unicode.Scalar?
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if isEscaped {
        isEscaped = false
        // Inside double quotes a backslash escapes only a quote and itself.
        if quote != nil, scalar != "\"", scalar != "\\" { word?.append("\\") }
        word = (word ?? .init()) + CollectionOfOne(scalar)
      } else if scalar == "\\", quote != "'" {
        isEscaped = true
        word = word ?? .init()
      } else if let open = quote {
        if scalar == open { quote = nil } else { word?.append(scalar) }
      } else if scalar == "'" || scalar == "\"" {
        quote = scalar
        word = word ?? .init()
      } else if " \t\r\n".unicodeScalars.contains(scalar) {
        if let finished = word { words.append(String(finished)) }
        word = nil
      } else {
        word = (word ?? .init()) + CollectionOfOne(scalar)
      }
    }
    guard !isEscaped else { throw .openEscape }
    guard quote == nil else { throw .openQuote }
    if let finished = word { words.append(String(finished)) }
    return words
  }
}
