import AWSClient

/// Takes secrets out of a text before anyone sees it: the values that it was told of, in the forms in which they
/// travel, and the value of every JSON member whose name says that it is a secret.
package struct Redactor: Sendable {
  package static let replacement = "[redacted]"

  /// Every form of every known value, by first byte, the longest first.
  private var needles: [UInt8: [[UInt8]]] = [:]

  package init(secrets: some Sequence<String> = []) {
    for secret in secrets { add(secret) }
  }

  /// Values shorter than `SecretLimits.minRedactedCharacters` are ignored.
  package mutating func add(_ secret: String) {
    guard secret.count >= SecretLimits.minRedactedCharacters else { return }
    let escaped = JSONEscaping.escaped(secret)
    let forms: Set<String> = [
      secret, escaped,
      escaped.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\/"),
      PercentEncoding.encode(secret), PercentEncoding.formEncode(secret),
    ]
    for form in forms {
      let needle = Array(form.utf8)
      var list = needles[needle[0], default: []]
      guard !list.contains(needle) else { continue }
      list.append(needle)
      list.sort { $0.count > $1.count }
      needles[needle[0]] = list
    }
  }

  package func redact(_ text: String) -> String { redactMembers(redactValues(text)) }

  private func redactValues(_ text: String) -> String {
    guard !needles.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
      let found = needles[bytes[position]]?.first { bytes[position...].starts(with: $0) }
      if let found {
        output.append(contentsOf: Self.replacement.utf8)
        position += found.count
      } else {
        output.append(bytes[position])
        position += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// `"accessToken": "…"`, also within a text that is not JSON as a whole. A value of references stays.
  private func redactMembers(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    var copied = 0
    var position = 0
    while let string = Self.nextString(in: bytes, from: position) {
      position = string.upperBound
      let name = String(decoding: bytes[string.lowerBound + 1..<string.upperBound - 1], as: UTF8.self)
      guard Self.secretMembers.contains(name),
        let value = Self.stringValue(in: bytes, after: position)
      else { continue }
      let content = String(decoding: bytes[value.lowerBound + 1..<value.upperBound - 1], as: UTF8.self)
      if (try? ReferenceText(parsing: content))?.isOnlyReferences != true {
        output.append(contentsOf: bytes[copied...value.lowerBound])
        output.append(contentsOf: Self.replacement.utf8)
        copied = value.upperBound - 1
      }
      position = value.upperBound
    }
    output.append(contentsOf: bytes[copied...])
    return String(decoding: output, as: UTF8.self)
  }

  /// The members of AppFlow's requests and those of the answers that hand out credentials.
  private static let secretMembers: Set<String> = ShapeModel.shared.secretMembers.union([
    "SecretAccessKey", "SessionToken", "SecretString", "SecretBinary", "access_token", "refresh_token",
    "client_secret", "assertion",
  ])

  private static func nextString(in bytes: [UInt8], from start: Int) -> Range<Int>? {
    guard let open = bytes[start...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
    var position = open + 1
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\\"): position += 2
      case UInt8(ascii: "\""): return open..<position + 1
      default: position += 1
      }
    }
    return nil
  }

  private static func stringValue(in bytes: [UInt8], after name: Int) -> Range<Int>? {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let colon = bytes[name...].firstIndex { !isSpace($0) }
    guard let colon, bytes[colon] == UInt8(ascii: ":") else { return nil }
    let quote = bytes[(colon + 1)...].firstIndex { !isSpace($0) }
    guard let quote, bytes[quote] == UInt8(ascii: "\"") else { return nil }
    return nextString(in: bytes, from: quote)
  }
}
