/// A JSON value that remembers which bytes of the document it was read from.
///
/// A payload is sent as it was written, so what changes in it (our own members, the client token, secrets) is
/// changed in its text, range by range; nothing is decoded and encoded again.
package struct JSONNode: Sendable {
  package enum Content: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONNode])
    case object([Member])
  }

  package struct Member: Sendable {
    package let name: String
    package let nameRange: Range<Int>
    package let value: JSONNode

    /// From the name's opening quote to the end of the value.
    package var range: Range<Int> { nameRange.lowerBound..<value.range.upperBound }
  }

  package let content: Content
  /// Byte offsets in the document; a string's include its quotes.
  package let range: Range<Int>

  package init(content: Content, range: Range<Int>) {
    self.content = content
    self.range = range
  }

  /// An answer's body.
  ///
  /// - Throws: `JSONSyntaxError` if the bytes are not JSON, or not UTF-8.
  package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw JSONSyntaxError(line: 1, column: 1, message: "the text is not UTF-8")
    }
    var parser = JSONParser(bytes, maxBytes: AWSLimits.maxResponseBytes)
    self = try parser.document()
  }

  package var string: String? { if case .string(let value) = content { value } else { nil } }
  package var members: [Member]? { if case .object(let members) = content { members } else { nil } }

  /// The member, or nil if this is not an object or has none of that name.
  package subscript(name: String) -> JSONNode? { members?.first { $0.name == name }?.value }

  package var value: JSONValue {
    switch content {
    case .null: .null
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .string(let value): .string(value)
    case .array(let elements): .array(elements.map(\.value))
    case .object(let members):
      .object(Dictionary(uniqueKeysWithValues: members.lazy.map { ($0.name, $0.value.value) }))
    }
  }

  /// Calls `body` with every string in the order of the text: names of members too.
  package func forEachString<Failure: Error>(
    _ body: (_ text: String, _ range: Range<Int>) throws(Failure) -> Void
  ) throws(Failure) {
    switch content {
    case .null, .bool, .integer, .number: break
    case .string(let text): try body(text, range)
    case .array(let elements):
      for element in elements { try element.forEachString(body) }
    case .object(let members):
      for member in members {
        try body(member.name, member.nameRange)
        try member.value.forEachString(body)
      }
    }
  }
}
