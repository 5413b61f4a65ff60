import FoundationEssentials

/// The forms in which a secret travels: what is looked for in a text in its place.
enum SecretForms {
  struct Form: Hashable {
    let text: String
    /// Counts only where it stands alone.
    let isWord: Bool
  }

  static func all(of secret: String) -> Set<Form> {
    var forms = forms(ofLine: secret)
    // A key in PEM, a file of several lines: whoever prints a line of it prints a piece of the secret. The lines of
    // a JSON text are mostly names, and no secrets by themselves.
    guard secret.utf8.contains(UInt8(ascii: "\n")), !["{", "["].contains(secret.first) else { return forms }
    for line in secret.split(whereSeparator: \.isNewline) {
      guard line.utf8.count >= RedactionLimits.minLineBytes, !line.hasPrefix("-----") else { continue }
      forms.formUnion(self.forms(ofLine: String(line)))
    }
    return forms
  }

  private static func forms(ofLine secret: String) -> Set<Form> {
    guard secret.utf8.count >= RedactionLimits.minSecretBytes else { return [] }
    // A password of letters and digits is too odd a word to be a part of another by chance.
    let isWord =
      secret.utf8.count < RedactionLimits.minBytesWithinWord
      && (secret.allSatisfy(\.isLetter) || secret.utf8.allSatisfy { 0x30...0x39 ~= $0 })
    let quoted = JSONEscaping.escaped(secret)
    let percent = PercentEncoding.encode(secret)
    var texts: Set<String> = [
      secret, quoted, quoted.replacing("/", with: "\\/"), JSONEscaping.escaped(quoted), forHTML(quoted),
      inASCII(quoted), percent, lowerHex(percent), percent.replacing("%20", with: "+"), inXML(secret),
    ]
    // Each byte in hexadecimal, as dumps have it.
    let hex = secret.utf8.map { String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined()
    texts.formUnion([hex, hex.uppercased()])
    return Set(texts.map { Form(text: $0, isWord: isWord) }).union(inBase64(Array(secret.utf8)))
  }

  /// As some JSON writers have it that fear for HTML.
  private static func forHTML(_ quoted: String) -> String {
    var text = quoted
    for (plain, escape) in [("<", "3c"), (">", "3e"), ("&", "26"), ("=", "3d"), ("'", "27")] {
      text = text.replacing(plain, with: "\\u00\(escape)")
    }
    return text
  }

  /// As JSON writers have it that write nothing but ASCII.
  private static func inASCII(_ quoted: String) -> String {
    guard quoted.utf8.contains(where: { $0 >= 0x80 }) else { return quoted }
    return quoted.utf16.map { unit in
      guard unit >= 0x80 else { return String(UnicodeScalar(UInt8(unit))) }
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }.joined()
  }

  private static func inXML(_ secret: String) -> String {
    var text = secret.replacing("&", with: "&amp;")
    for (plain, name) in [("<", "lt"), (">", "gt"), ("\"", "quot"), ("'", "apos")] {
      text = text.replacing(plain, with: "&\(name);")
    }
    return text
  }

  private static func lowerHex(_ percent: String) -> String {
    guard percent.utf8.contains(UInt8(ascii: "%")) else { return percent }
    let parts = percent.split(separator: "%", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(String(parts[0])) {
      "\($0)%\($1.prefix(2).lowercased())\($1.dropFirst(2))"
    }
  }

  /// Within a longer text (`user:secret`, as in a Basic header) a value begins at one of three places of a group; the
  /// characters that hold bits of its neighbours are not looked for.
  private static func inBase64(_ bytes: [UInt8]) -> Set<Form> {
    guard bytes.count >= RedactionLimits.minBytesInBase64 else { return [] }
    var forms: Set<Form> = []
    for before in 0..<3 {
      let text = Data([UInt8](repeating: 0, count: before) + bytes).base64EncodedString()
      let first = (before * 8 + 5) / 6
      let count = (before + bytes.count) * 8 / 6 - first
      let core = String(text.dropFirst(first).prefix(count))
      forms.insert(Form(text: core, isWord: false))
      forms.insert(
        Form(text: core.replacing("+", with: "-").replacing("/", with: "_"), isWord: false))
    }
    return forms
  }
}
