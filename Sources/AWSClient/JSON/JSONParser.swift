/// A recursive-descent parser of RFC 8259 that keeps byte ranges. Its depth is bounded, so is its recursion.
struct JSONParser {
  /// Members of an object among which a name is looked for one by one: to hash so few takes longer.
  private static let fewMembers = 16
  /// Members that are open at the same time in most texts.
  private static let usualOpenMembers = 8

  private let bytes: [UInt8]
  private let maxBytes: Int
  private var position = 0
  private var depth = 0
  /// What the objects and lists hold that are not closed yet: each takes its own from the end, at their number, where
  /// an array of each would grow piece by piece.
  private var openMembers: [JSONNode.Member] = []
  private var openElements: [JSONNode] = []

  /// - Parameter bytes: UTF-8.
  init(_ bytes: [UInt8], maxBytes: Int) {
    self.bytes = bytes
    self.maxBytes = maxBytes
    openMembers.reserveCapacity(Self.usualOpenMembers)
  }

  mutating func document() throws(JSONSyntaxError) -> JSONNode {
    guard bytes.count <= maxBytes else {
      throw failure("the text has \(bytes.count) bytes; at most \(maxBytes) are allowed")
    }
    skipWhitespace()
    let root = try value()
    skipWhitespace()
    guard position == bytes.count else { throw failure("there is more text after the end of the value") }
    return root
  }

  private mutating func value() throws(JSONSyntaxError) -> JSONNode {
    let start = position
    let content: JSONNode.Content
    guard let first = peek else { throw failure("the text ends where a value should stand") }
    switch first {
    case UInt8(ascii: "{"): content = try object()
    case UInt8(ascii: "["): content = try array()
    case UInt8(ascii: "\""): content = .string(try string())
    case UInt8(ascii: "t"): content = try literal("true", .bool(true))
    case UInt8(ascii: "f"): content = try literal("false", .bool(false))
    case UInt8(ascii: "n"): content = try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): content = try number()
    default: throw failure("expected a value")
    }
    return JSONNode(content: content, range: start..<position)
  }

  private mutating func object() throws(JSONSyntaxError) -> JSONNode.Content {
    try descend()
    let first = openMembers.count
    var names: Set<String> = []
    skipWhitespace()
    if skip(UInt8(ascii: "}")) {
      depth -= 1
      return .object([])
    }
    repeat {
      skipWhitespace()
      let start = position
      guard peek == UInt8(ascii: "\"") else { throw failure("expected a member's name in double quotes") }
      let name = try string()
      let nameRange = start..<position
      guard !isRepeated(name, since: first, &names) else {
        position = start
        throw failure("the member '\(name)' stands twice in one object")
      }
      skipWhitespace()
      guard skip(UInt8(ascii: ":")) else { throw failure("expected ':' after the member's name") }
      skipWhitespace()
      let value = try value()
      openMembers.append(.init(name: name, nameRange: nameRange, value: value))
      skipWhitespace()
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "}")) else { throw failure("expected ',' or '}' in an object") }
    depth -= 1
    defer { openMembers.removeSubrange(first...) }
    return .object(Self.copy(of: openMembers[first...]))
  }

  /// An array of a slice that is the whole of another array would share its memory, all that it has reserved.
  private static func copy<T>(of slice: ArraySlice<T>) -> [T] {
    [T](unsafeUninitializedCapacity: slice.count) { memory, count in
      count = memory.initialize(fromContentsOf: slice)
    }
  }

  private func isRepeated(_ name: String, since first: Int, _ names: inout Set<String>) -> Bool {
    if openMembers.count - first < Self.fewMembers {
      return openMembers.indices[first...].contains { openMembers[$0].name == name }
    }
    if names.isEmpty { names = Set(openMembers[first...].map(\.name)) }
    return !names.insert(name).inserted
  }

  private mutating func array() throws(JSONSyntaxError) -> JSONNode.Content {
    try descend()
    let first = openElements.count
    skipWhitespace()
    if skip(UInt8(ascii: "]")) {
      depth -= 1
      return .array([])
    }
    repeat {
      skipWhitespace()
      let element = try value()
      openElements.append(element)
      skipWhitespace()
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "]")) else { throw failure("expected ',' or ']' in a list") }
    depth -= 1
    defer { openElements.removeSubrange(first...) }
    return .array(Self.copy(of: openElements[first...]))
  }

  private mutating func descend() throws(JSONSyntaxError) {
    depth += 1
    guard depth <= AWSLimits.maxJSONDepth else {
      throw failure("values are nested more than \(AWSLimits.maxJSONDepth) deep")
    }
    position += 1
  }

  private mutating func literal(
    _ word: StaticString, _ content: JSONNode.Content
  ) throws(JSONSyntaxError) -> JSONNode.Content {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count, bytes[position..<end].elementsEqual("\(word)".utf8) else {
      throw failure("expected a value")
    }
    position = end
    return content
  }

  // MARK: Numbers

  private mutating func number() throws(JSONSyntaxError) -> JSONNode.Content {
    let start = position
    var isInteger = true
    _ = skip(UInt8(ascii: "-"))
    if !skip(UInt8(ascii: "0")) { try digits() }
    if skip(UInt8(ascii: ".")) {
      isInteger = false
      try digits()
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, let integer = Int64(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else {
      position = start
      throw failure("the number is out of range")
    }
    return .number(number)
  }

  private mutating func digits() throws(JSONSyntaxError) {
    let start = position
    while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
    guard position > start else { throw failure("expected a digit") }
  }

  // MARK: Strings

  private mutating func string() throws(JSONSyntaxError) -> String {
    position += 1
    let start = position
    var end = start
    while end < bytes.count, !JSONEscaping.isSpecial(bytes[end]) { end += 1 }
    position = end
    switch peek {
    case UInt8(ascii: "\""):
      position += 1
      return bytes.withUnsafeBufferPointer { String(decoding: $0[start..<end], as: UTF8.self) }
    case UInt8(ascii: "\\"): return try stringWithEscapes(from: start)
    case nil: throw failure("the string has no closing quote")
    default: throw failure("a control character in a string must be escaped")
    }
  }

  private mutating func stringWithEscapes(from start: Int) throws(JSONSyntaxError) -> String {
    var decoded = Array(bytes[start..<position])
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: decoded, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &decoded)
      case 0..<0x20: throw failure("a control character in a string must be escaped")
      default:
        decoded.append(byte)
        position += 1
      }
    }
    throw failure("the string has no closing quote")
  }

  private mutating func escape(into decoded: inout [UInt8]) throws(JSONSyntaxError) {
    position += 1
    guard let letter = peek else { throw failure("the string has no closing quote") }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(letter)
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"): decoded.append(contentsOf: String(try unicodeEscape()).utf8)
    default:
      position -= 1
      throw failure("'\\' is followed by a character that it does not escape")
    }
  }

  /// After `\u`: one code unit, or the two of a surrogate pair.
  private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) else {
      throw failure("half a surrogate pair is no character")
    }
    let second = try codeUnit()
    let combined = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF))
    guard UTF16.isTrailSurrogate(second), let scalar = Unicode.Scalar(combined) else {
      throw failure("half a surrogate pair is no character")
    }
    return scalar
  }

  private mutating func codeUnit() throws(JSONSyntaxError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("expected four hexadecimal digits after '\\u'")
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }

  // MARK: Bytes

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipWhitespace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private func failure(_ message: String) -> JSONSyntaxError {
    let before = bytes[..<min(position, bytes.count)]
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return JSONSyntaxError(
      line: before.count(where: { $0 == 0x0A }) + 1, column: before.count - lineStart + 1, message: message)
  }
}
