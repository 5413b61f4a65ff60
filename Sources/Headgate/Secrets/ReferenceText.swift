/// A string of a payload, cut into plain text and references.
package struct ReferenceText: Sendable, Equatable {
  package enum Part: Sendable, Equatable {
    case text(String)
    case reference(SecretReference)
  }

  package let parts: [Part]

  /// Whether there may be a reference in the text: nearly all have none, which is seen without cutting them up.
  static func mayStand(in text: String) -> Bool { text.utf8.contains(UInt8(ascii: "{")) }

  package init(parsing text: String) throws(SecretReferenceError) {
    guard Self.mayStand(in: text) else {
      parts = text.isEmpty ? [] : [.text(text)]
      return
    }
    var parts: [Part] = []
    var plain = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "{") {
      plain += rest[..<start]
      rest = rest[start...]
      guard rest.hasPrefix(SecretReference.opening) else {
        plain.append(rest.removeFirst())
        continue
      }
      if !plain.isEmpty { parts.append(.text(plain)) }
      plain = ""
      rest = rest.dropFirst(SecretReference.opening.count)
      guard let end = Self.endOfBody(in: rest) else {
        throw SecretReferenceError("holds a reference that is not closed; expected '}}' after '{{resolve:…'")
      }
      parts.append(.reference(try SecretReference(body: rest[..<end])))
      rest = rest[end...].dropFirst(SecretReference.closing.count)
    }
    plain += rest
    if !plain.isEmpty { parts.append(.text(plain)) }
    self.parts = parts
  }

  package var references: [SecretReference] {
    parts.compactMap { if case .reference(let reference) = $0 { reference } else { nil } }
  }

  package var hasReferences: Bool {
    parts.contains { if case .reference = $0 { true } else { false } }
  }

  package var isOnlyReferences: Bool {
    !parts.isEmpty && parts.allSatisfy { if case .reference = $0 { true } else { false } }
  }

  func resolved(with secrets: [SecretReference: String]) throws(AWSBodyError) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let plain): text += plain
      case .reference(let reference):
        guard let secret = secrets[reference] else { throw .unresolved(reference) }
        text += secret
      }
    }
    return text
  }

  private static func endOfBody(in text: Substring) -> String.Index? {
    var rest = text
    while let brace = rest.firstIndex(of: "}") {
      if text[brace...].hasPrefix(SecretReference.closing) { return brace }
      rest = rest[brace...].dropFirst()
    }
    return nil
  }
}
