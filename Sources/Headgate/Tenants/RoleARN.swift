/// The ARN of an IAM role.
package struct RoleARN: Sendable, Hashable, CustomStringConvertible {
  package let text: String
  package let partition: String
  package let accountID: String

  /// Nil if the text is no role's ARN.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", parts[3].isEmpty,
      parts[1] == "aws" || parts[1].hasPrefix("aws-"),
      parts[1].utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-") }),
      parts[4].utf8.count == 12, parts[4].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      text.utf8.count <= 2048, Self.isRole(parts[5])
    else { return nil }
    self.text = text
    partition = String(parts[1])
    accountID = String(parts[4])
  }

  package var description: String { text }

  /// `role/NAME` or `role/PATH/NAME`.
  private static func isRole(_ resource: Substring) -> Bool {
    guard resource.hasPrefix("role/"), !resource.hasSuffix("/") else { return false }
    return resource.dropFirst(5).utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "+=,.@_-/".utf8.contains(byte)
      }
    }
  }
}
