/// IAM's wildcards: `*` is any text, `?` any one character.
enum Wildcard {
  static func matches(_ pattern: String, _ text: String, ignoringCase: Bool = false) -> Bool {
    if pattern == "*" || pattern == text { return true }
    return ignoringCase
      ? matches(Array(pattern.lowercased().utf8), Array(text.lowercased().utf8))
      : matches(Array(pattern.utf8), Array(text.utf8))
  }

  /// Goes back to the last star when the text after it does not fit: linear for one star, never exponential.
  private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    var position = 0
    var index = 0
    var star: (pattern: Int, text: Int)?
    while index < text.count {
      if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
        star = (position, index)
        position += 1
      } else if position < pattern.count,
        pattern[position] == text[index] || pattern[position] == UInt8(ascii: "?")
      {
        position += 1
        index += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        position = last.pattern + 1
        index = last.text + 1
      } else {
        return false
      }
    }
    return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
