/// Breaks text into lines between words.
enum TextWrapping {
  /// Lines of at most `width` columns; a word longer than that stands alone on its line.
  static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      if line.isEmpty {
        line = String(word)
      } else if TextWidth.columns(line) + 1 + TextWidth.columns(word) <= width {
        line += " \(word)"
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Paragraphs, which empty lines separate, each wrapped by itself. Lines that begin with two spaces are kept as
  /// they are.
  static func paragraphs(_ text: String, width: Int) -> [String] {
    var result: [String] = []
    var paragraph = ""
    func close() {
      result += lines(paragraph, width: width)
      paragraph = ""
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty {
        close()
        result.append("")
      } else if line.hasPrefix("  ") {
        close()
        result.append(String(line))
      } else {
        paragraph += " \(line)"
      }
    }
    close()
    return result
  }
}
