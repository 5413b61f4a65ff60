/// Patterns that only connectors' settings have.
extension TextPattern {
  static let roleArn = TextPattern(text: "arn:aws:iam:.*:[0-9]+:.*") { text in
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count >= 6 && parts.prefix(3) == ["arn", "aws", "iam"]
      && parts.dropFirst(4).dropLast().contains { !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }
  }

  static let freeName = TextPattern(text: #"[\s\w/!@#+=.-]*"#) { text in
    text.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0.properties.isWhitespace
          || "_/!@#+=.-".unicodeScalars.contains($0))
    }
  }

  static let webAddress = TextPattern(
    text: "^(https?)://[-a-zA-Z0-9+&@#/%?=~_|!:,.;]*[-a-zA-Z0-9+&@#/%=~_|]"
  ) { text in
    guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
    let rest = text.dropFirst(scheme.count)
    guard let last = rest.last, !"?!:,.;".contains(last) else { return false }
    return rest.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isASCIIDigit || "-+&@#/%?=~_|!:,.;".contains($0))
    }
  }

  static let threeDigits = TextPattern(text: #"^\d{3}$"#) {
    $0.count == 3 && $0.allSatisfy(\.isASCIIDigit)
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
