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
      secret, quoted, with(["/": "\\/"], in: quoted), JSONEscaping.escaped(quoted), with(forHTML, in: quoted),
      inASCII(quoted), percent, lowerHex(percent), with(inXML, in: secret),
    ]
    if percent.utf8.contains(UInt8(ascii: "%")) { texts.insert(PercentEncoding.formEncode(secret)) }
    texts.formUnion([hex(secret, "0123456789abcdef"), hex(secret, "0123456789ABCDEF")])
    return Set(texts.map { Form(text: $0, isWord: isWord) }).union(inBase64(Array(secret.utf8)))
  }

  /// As some JSON writers have it that fear for HTML.
  private static let forHTML: [Character: String] = [
    "<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "=": "\\u003d", "'": "\\u0027",
  ]

  private static let inXML: [Character: String] = [
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&apos;",
  ]

  private static func with(_ escapes: [Character: String], in text: String) -> String {
    guard text.contains(where: { escapes[$0] != nil }) else { return text }
    return text.reduce(into: "") { $0 += escapes[$1] ?? String($1) }
  }

  /// Each byte as two digits, as dumps have it.
  private static func hex(_ secret: String, _ digits: StaticString) -> String {
    let digits = UnsafeBufferPointer(start: digits.utf8Start, count: 16)
    return String(
      decoding: secret.utf8.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }, as: UTF8.self)
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

  private static func lowerHex(_ percent: String) -> String {
    guard percent.utf8.contains(UInt8(ascii: "%")) else { return percent }
    var digits = 0
    let bytes = percent.utf8.map { byte -> UInt8 in
      defer { digits = byte == UInt8(ascii: "%") ? 2 : max(digits - 1, 0) }
      return digits > 0 && 0x41...0x46 ~= byte ? byte | 0x20 : byte
    }
    return String(decoding: bytes, as: UTF8.self)
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
      let forURLs = core.utf8.map {
        $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
      }
      forms.insert(Form(text: String(decoding: forURLs, as: UTF8.self), isWord: false))
    }
    return forms
  }
}
