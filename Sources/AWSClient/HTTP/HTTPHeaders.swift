/// HTTP header fields in the order in which they are sent; names compare without regard to case.
package struct HTTPHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  package struct Field: Sendable, Equatable {
    package let name: String
    package let value: String
  }

  private static let usualFields = 8

  package private(set) var fields: [Field] = []

  package init() {}

  package init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { append(name, value) }
  }

  /// Reads `Name: value` from each line that has a colon.
  /// - Parameter lines: each ends with a line feed.
  init(lines: [UInt8]) {
    fields.reserveCapacity(Self.usualFields)
    var rest = lines[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = rest[..<end]
      rest = rest[(end + 1)...]
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let value = line[(colon + 1)...].drop(while: Self.isBlank)
      let end = value.lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? value.startIndex
      append(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value[..<end], as: UTF8.self))
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  package mutating func append(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  /// The first value of the field, or nil.
  package subscript(name: String) -> String? {
    fields.first { Self.isSame($0.name, name) }?.value
  }

  /// HTTP's names are ASCII.
  private static func isSame(_ name: String, _ other: String) -> Bool {
    guard name.utf8.count == other.utf8.count else { return false }
    let (bytes, others) = (name.utf8Span.span, other.utf8Span.span)
    return bytes.indices.allSatisfy { ASCII.lowercased(bytes[$0]) == ASCII.lowercased(others[$0]) }
  }

  package static func == (left: HTTPHeaders, right: HTTPHeaders) -> Bool { left.fields == right.fields }
}
