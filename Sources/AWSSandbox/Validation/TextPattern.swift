/// One of the patterns of a service's model, with a test that is faster than a regular expression.
struct TextPattern: Sendable {
  /// As the model and the service's messages write it.
  let text: String
  let matches: @Sendable (String) -> Bool

  static let any = TextPattern(text: ".*") { !$0.utf8.contains(UInt8(ascii: "\n")) }
  static let nonSpace = TextPattern(text: #"\S+"#) { text in
    !text.isEmpty && !text.unicodeScalars.contains { $0.properties.isWhitespace }
  }
  static let printable = TextPattern(text: "[ -~]+") { text in
    !text.isEmpty && text.utf8.allSatisfy { (32...126).contains($0) }
  }
  static let flowName = TextPattern(text: #"[a-zA-Z0-9][\w!@#.-]+"#) { text in
    guard let first = text.utf8.first, isWord(first), first != UInt8(ascii: "_") else { return false }
    return text.utf8.count > 1 && text.utf8.dropFirst().allSatisfy { isWord($0) || "!@#.-".utf8.contains($0) }
  }
  static let profileName = words(#"[\w/!@#+=.-]+"#, extra: "/!@#+=.-", least: 1)
  static let description = words(#"[\w!@#\-.?,\s]*"#, extra: "!@#-.?, \t\n\r", least: 0)
  static let label = words(#"[a-zA-Z0-9][\w!@#.-]+"#, extra: "!@#.-", least: 2)
  static let identifier = words(#"[\w-]+"#, extra: "-", least: 1)
  static let externalId = words(#"[\w+=,.@:\/-]*"#, extra: "+=,.@:/-", least: 0)
  static let sessionName = words(#"[\w+=,.@-]*"#, extra: "+=,.@-", least: 0)
  static let tagValue = words(#"[\w\s\+\-=\._:/@]*"#, extra: " +-=._:/@", least: 0)
  static let kmsArn = TextPattern(text: "arn:aws:kms:.*:[0-9]+:.*") { isArn($0, service: "kms") }
  static let secretArn = TextPattern(text: "arn:aws:secretsmanager:.*:[0-9]+:.*") {
    isArn($0, service: "secretsmanager")
  }

  private static func words(_ text: String, extra: String, least: Int) -> TextPattern {
    TextPattern(text: text) { value in
      value.utf8.count >= least && value.utf8.allSatisfy { isWord($0) || extra.utf8.contains($0) }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func isArn(_ text: String, service: String) -> Bool {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    return parts.count == 6 && parts[0] == "arn" && parts[1] == "aws" && parts[2] == service
      && !parts[4].isEmpty && parts[4].allSatisfy(\.isNumber)
  }
}
