/// The little XML that STS and S3 need.
enum XMLText {
  static func element(_ name: String, _ text: String) -> String { "<\(name)>\(escape(text))</\(name)>" }

  static func escape(_ text: String) -> String {
    guard text.utf8.contains(where: { "<>&\"'".utf8.contains($0) }) else { return text }
    var escaped = ""
    for character in text {
      switch character {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&apos;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
