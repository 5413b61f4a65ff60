/// Takes secrets out of a text before anyone sees it: the values that it was told of, in the forms in which they
/// travel, and the value of everything whose name says that it is a secret.
package struct Redactor: Sendable {
  package static let replacement = "[redacted]"

  private var finder = SecretFinder()
  private var known: Set<String> = []

  package init(secrets: some Sequence<String> = []) {
    for secret in secrets { add(secret) }
  }

  /// What it takes to remember what it was told.
  var bytes: Int { finder.bytes }

  func knows(_ secret: String) -> Bool { known.contains(secret) }

  /// Values shorter than `RedactionLimits.minSecretBytes` are ignored.
  package mutating func add(_ secret: String) {
    guard secret.utf8.count >= RedactionLimits.minSecretBytes, known.insert(secret).inserted else { return }
    for form in SecretForms.all(of: secret) { finder.add(form) }
  }

  package func redact(_ text: String) -> String { redactMembers(redactValues(text)) }

  /// A JSON text stays one.
  package func redact(json: String) -> String {
    let plain = redact(json)
    // Most texts hold neither a secret nor an escape behind which one could hide.
    if plain == json, !Self.hasEscapes(json) { return json }
    guard let document = try? JSONDocument(parsing: json) else { return plain }
    var edits: [(range: Range<Int>, replacement: String)] = []
    collect(document.root, in: document.bytes, isSecret: false, &edits)
    let text = String(decoding: document.text(replacing: edits), as: UTF8.self)
    // A value that reaches over several members, such as a whole secret that is JSON itself.
    return redactValues(text) == text ? text : JSONEscaping.quoted(Self.replacement)
  }

  /// Whether one of its letters is written as `\u…`.
  private static func hasEscapes(_ json: String) -> Bool {
    let bytes = json.utf8Span.span
    var isAfterBackslash = false
    for index in bytes.indices {
      let byte = bytes[index]
      if isAfterBackslash, byte == UInt8(ascii: "u") { return true }
      isAfterBackslash = byte == UInt8(ascii: "\\") && !isAfterBackslash
    }
    return false
  }

  private func collect(
    _ node: JSONNode, in bytes: [UInt8], isSecret: Bool,
    _ edits: inout [(range: Range<Int>, replacement: String)]
  ) {
    switch node.content {
    case .null, .bool: break
    case .integer, .number:
      let text = String(decoding: bytes[node.range], as: UTF8.self)
      if isSecret || redactValues(text) != text {
        edits.append((node.range, JSONEscaping.quoted(Self.replacement)))
      }
    case .string(let text): edit(text, node.range, isSecret: isSecret, &edits)
    case .array(let elements):
      for element in elements { collect(element, in: bytes, isSecret: isSecret, &edits) }
    case .object(let members):
      for member in members {
        edit(member.name, member.nameRange, isSecret: false, &edits)
        let isSecret = isSecret || SecretNames.all.contains(member.name.lowercased())
        collect(member.value, in: bytes, isSecret: isSecret, &edits)
      }
    }
  }

  private func edit(
    _ text: String, _ range: Range<Int>, isSecret: Bool,
    _ edits: inout [(range: Range<Int>, replacement: String)]
  ) {
    let clean = isSecret && !Self.isHarmless(text) ? Self.replacement : redact(text)
    if clean != text { edits.append((range, JSONEscaping.quoted(clean))) }
  }

  func redactValues(_ text: String) -> String {
    guard !finder.isEmpty else { return text }
    var text = text
    return text.withUTF8 { bytes in
      let ranges = finder.ranges(in: bytes)
      return ranges.isEmpty ? nil : Self.replacing(ranges.map { SecretMembers.Value(range: $0) }, in: bytes)
    } ?? text
  }

  func redactMembers(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      let values = SecretMembers.values(in: bytes)
      return values.isEmpty ? nil : Self.replacing(values, in: bytes)
    } ?? text
  }

  private static func replacing(
    _ values: [SecretMembers.Value], in bytes: UnsafeBufferPointer<UInt8>
  ) -> String {
    var output: [UInt8] = []
    var copied = 0
    for value in values {
      output += bytes[copied..<value.range.lowerBound]
      output += value.quote + Array(replacement.utf8) + value.quote
      copied = value.range.upperBound
    }
    output += bytes[copied...]
    return String(decoding: output, as: UTF8.self)
  }

  /// `https://user:password@host`
  package static func holdsPassword(url: String) -> Bool {
    // A look at the bytes decides it for nearly all.
    guard url.utf8.contains(UInt8(ascii: "@")), let scheme = url.firstRange(of: "://") else { return false }
    let authority = url[scheme.upperBound...].prefix { !["/", "?", "#"].contains($0) }
    guard let end = authority.lastIndex(of: "@"), let colon = authority[..<end].firstIndex(of: ":") else {
      return false
    }
    return !isHarmless(String(authority[colon..<end].dropFirst()))
  }

  /// Nothing but references to secrets, or taken out already.
  package static func isHarmless(_ value: String) -> Bool {
    if value.isEmpty || value == replacement { return true }
    var rest = value[...]
    while ["secretsmanager", "env", "file"].contains(where: { rest.hasPrefix("{{resolve:\($0):") }) {
      guard let end = rest.firstRange(of: "}}") else { return false }
      rest = rest[end.upperBound...]
    }
    return rest.isEmpty
  }
}
