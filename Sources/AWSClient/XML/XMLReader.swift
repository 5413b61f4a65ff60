/// Reads a whole document into an `XMLElement`: strict about what it reads (every tag closed, one root, known
/// entities, UTF-8), and refusing what no service sends and what only attackers use (a document type).
package struct XMLReader {
  private let bytes: [UInt8]
  private var offset = 0

  /// - Throws: `XMLError` if the bytes are not one well-formed document.
  package static func read(_ bytes: [UInt8]) throws(XMLError) -> XMLElement {
    var reader = XMLReader(bytes: bytes)
    return try reader.document()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func document() throws(XMLError) -> XMLElement {
    if starts(with: "\u{FEFF}") { offset += 3 }
    try skipMiscellany()
    guard starts(with: "<") else { throw failure("an element was expected") }
    let root = try element(depth: 1)
    try skipMiscellany()
    guard offset == bytes.count else { throw failure("something follows the root element") }
    return root
  }

  /// White space, comments and processing instructions around the root.
  private mutating func skipMiscellany() throws(XMLError) {
    while true {
      skipWhiteSpace()
      if starts(with: "<?") {
        _ = try upTo("?>")
      } else if starts(with: "<!--") {
        _ = try upTo("-->")
      } else {
        return
      }
    }
  }

  private mutating func element(depth: Int) throws(XMLError) -> XMLElement {
    guard depth <= AWSLimits.maxXMLDepth else { throw failure("elements are nested too deeply") }
    offset += 1
    let fullName = try name()
    try skipAttributes(of: fullName)
    var element = XMLElement(name: Self.localName(fullName))
    if starts(with: "/>") {
      offset += 2
      return element
    }
    offset += 1
    var text: [UInt8] = []
    while true {
      guard offset < bytes.count else { throw failure("<\(fullName)> is not closed") }
      if starts(with: "</") {
        offset += 2
        guard try name() == fullName else { throw failure("<\(fullName)> is closed by another name") }
        skipWhiteSpace()
        guard starts(with: ">") else { throw failure("'>' was expected") }
        offset += 1
        guard let decoded = String(validating: text, as: UTF8.self) else { throw failure("not UTF-8") }
        element.text = decoded
        return element
      } else if starts(with: "<![CDATA[") {
        offset += 9
        text += try upTo("]]>")
      } else if starts(with: "<!--") {
        _ = try upTo("-->")
      } else if starts(with: "<?") {
        _ = try upTo("?>")
      } else if starts(with: "<") {
        element.children.append(try self.element(depth: depth + 1))
      } else if starts(with: "&") {
        text += try entity().utf8
      } else {
        text.append(bytes[offset])
        offset += 1
      }
    }
  }

  /// Leaves the offset at `>` or `/>`.
  private mutating func skipAttributes(of element: String) throws(XMLError) {
    while true {
      let before = offset
      skipWhiteSpace()
      if starts(with: ">") || starts(with: "/>") { return }
      guard offset > before else { throw failure("white space was expected in <\(element)>") }
      _ = try name()
      skipWhiteSpace()
      guard starts(with: "=") else { throw failure("'=' was expected in <\(element)>") }
      offset += 1
      skipWhiteSpace()
      guard starts(with: "\"") || starts(with: "'") else { throw failure("a quote was expected") }
      let quote = String(UnicodeScalar(bytes[offset]))
      offset += 1
      _ = try upTo(quote)
    }
  }

  private mutating func name() throws(XMLError) -> String {
    let start = offset
    while offset < bytes.count, Self.isNameByte(bytes[offset]) { offset += 1 }
    guard offset > start, let name = String(validating: bytes[start..<offset], as: UTF8.self) else {
      throw failure("a name was expected")
    }
    return name
  }

  private mutating func entity() throws(XMLError) -> String {
    let start = offset
    offset += 1
    let reference = String(decoding: try upTo(";"), as: UTF8.self)
    switch reference {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    default:
      let number =
        reference.hasPrefix("#x")
        ? UInt32(reference.dropFirst(2), radix: 16)
        : reference.hasPrefix("#") ? UInt32(reference.dropFirst()) : nil
      guard let number, let scalar = UnicodeScalar(number) else {
        offset = start
        throw failure("an unknown entity")
      }
      return String(Character(scalar))
    }
  }

  /// The bytes before the next `end`, and moves past it.
  private mutating func upTo(_ end: String) throws(XMLError) -> [UInt8] {
    let start = offset
    while offset < bytes.count {
      if starts(with: end) {
        defer { offset += end.utf8.count }
        return Array(bytes[start..<offset])
      }
      offset += 1
    }
    throw failure("'\(end)' was expected")
  }

  private mutating func skipWhiteSpace() {
    while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
  }

  private func starts(with text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }

  private func failure(_ message: String) -> XMLError { XMLError(message: message, byteOffset: offset) }

  private static func localName(_ name: String) -> String {
    name.split(separator: ":").last.map(String.init) ?? name
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: ":"), 0x80...:
      true
    default: false
    }
  }
}
