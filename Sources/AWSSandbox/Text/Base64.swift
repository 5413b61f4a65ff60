import FoundationEssentials

enum Base64 {
  static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// Nil if the text is not Base64.
  static func byteCount(_ text: String) -> Int? { Data(base64Encoded: text)?.count }

  /// The URL-safe alphabet without padding, as in JSON Web Tokens.
  static func decodeURLSafe(_ text: Substring) -> [UInt8]? {
    var plain = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
    plain += Array(repeating: "=", count: (4 - plain.count % 4) % 4)
    return Data(base64Encoded: String(plain)).map { Array($0) }
  }
}
