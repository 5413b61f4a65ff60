/// Where a text that may be JSON, XML, a form or a header, in whole or in part, says that something is a secret:
/// the values of `"accessToken": "…"` (within a string as well, `\"accessToken\":\"…\"`), of
/// `<SessionToken>…</SessionToken>`, `client_secret=…`, `Authorization: …`, and the password in a URL.
struct SecretMembers {
  struct Value {
    let range: Range<Int>
    /// A number has no quotes of its own, and needs some in its place.
    var quote: [UInt8] = []
  }

  private let text: UnsafeBufferPointer<UInt8>
  private var values: [Value] = []

  static func values(in text: UnsafeBufferPointer<UInt8>) -> [Value] {
    var members = SecretMembers(text: text)
    members.scan()
    return members.values
  }

  private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

  private mutating func scan() {
    var position = 0
    while position < text.count {
      let byte = text[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "<"):
        guard let name = name(from: position) else { continue }
        let value =
          byte == UInt8(ascii: "<")
          ? xml(after: name.upperBound) : json(after: name.upperBound, quotedAt: position - 1)
        if let value { position = value }
      case UInt8(ascii: "="):
        if hasName(before: position - 1, among: nil) {
          position = unquoted(from: position, endsAtBlank: true)
        }
      case UInt8(ascii: ":"):
        if hasName(before: position - 1, among: SecretNames.headers) {
          position = unquoted(from: position, endsAtBlank: false)
        } else if self.byte(position) == UInt8(ascii: "/"), self.byte(position + 1) == UInt8(ascii: "/") {
          position = userInformation(from: position + 2)
        }
      default: break
      }
    }
  }

  // MARK: Names

  private func name(from start: Int) -> Range<Int>? {
    guard start < text.count, SecretNames.lengths[Int(ASCII.lowercased(text[start]))] != 0 else { return nil }
    let end = text[start...].prefix(64).firstIndex { !Self.isOfName($0) } ?? min(start + 64, text.count)
    return isName(start..<end) ? start..<end : nil
  }

  private func hasName(before end: Int, among names: Set<String>?) -> Bool {
    guard end > 0, Self.isOfName(text[end - 1]) else { return false }
    let earliest = max(0, end - 64)
    let start = text[earliest..<end].lastIndex { !Self.isOfName($0) }.map { $0 + 1 } ?? earliest
    return isName(start..<end, among: names)
  }

  private func isName(_ range: Range<Int>, among names: Set<String>? = nil) -> Bool {
    guard let first = range.first, range.count < 64,
      SecretNames.lengths[Int(ASCII.lowercased(text[first]))] & 1 << UInt64(range.count) != 0
    else { return false }
    return (names ?? SecretNames.all).contains(
      String(decoding: text[range].map(ASCII.lowercased), as: UTF8.self))
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  // MARK: JSON

  /// How many backslashes stand before the quote: those of strings within strings.
  private func depth(ofQuoteAt position: Int) -> Int {
    position - (text[..<position].lastIndex { $0 != UInt8(ascii: "\\") }.map { $0 + 1 } ?? 0)
  }

  /// - Returns: where to go on; nil if this is no member.
  private mutating func json(after name: Int, quotedAt quote: Int) -> Int? {
    let depth = depth(ofQuoteAt: quote)
    guard let closing = closing(name, depth), let colon = skipBlanks(closing),
      byte(colon) == UInt8(ascii: ":"),
      let value = skipBlanks(colon + 1)
    else { return nil }
    return jsonValue(at: value, depth)
  }

  /// Takes out a string or a number, or all those within an object or a list.
  private mutating func jsonValue(at start: Int, _ depth: Int) -> Int {
    var position = start
    var open = 0
    repeat {
      guard let next = skipBlanks(position) else { return text.count }
      position = next
      switch text[position] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        open += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        open -= 1
        position += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        let end = text[position...].firstIndex { !Self.isOfNumber($0) } ?? text.count
        let quote = [UInt8](repeating: UInt8(ascii: "\\"), count: depth) + [UInt8(ascii: "\"")]
        values.append(Value(range: position..<end, quote: quote))
        position = end
      default:
        position = jsonString(at: position, depth, mayBeName: open > 0) ?? position + 1
      }
    } while open > 0
    return position
  }

  private mutating func jsonString(at start: Int, _ depth: Int, mayBeName: Bool) -> Int? {
    guard let quote = closing(start, depth) else { return nil }
    var end = quote
    while end < text.count, closing(end, depth) == nil || self.depth(ofQuoteAt: end + depth) != depth {
      end += 1
    }
    let next = min(end + depth + 1, text.count)
    if mayBeName, let colon = skipBlanks(next), byte(colon) == UInt8(ascii: ":") { return colon + 1 }
    take(quote..<min(end, text.count))
    return next
  }

  /// What follows the quote with so many backslashes that stands there.
  private func closing(_ position: Int, _ depth: Int) -> Int? {
    guard position + depth < text.count, text[position + depth] == UInt8(ascii: "\""),
      text[position..<position + depth].allSatisfy({ $0 == UInt8(ascii: "\\") })
    else { return nil }
    return position + depth + 1
  }

  private func skipBlanks(_ position: Int) -> Int? {
    guard position <= text.count else { return nil }
    return text[position...].firstIndex { $0 != 0x20 && !(0x09...0x0D).contains($0) }
  }

  private func byte(_ position: Int) -> UInt8? { position < text.count ? text[position] : nil }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    isOfName(byte) && byte != UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+")
  }

  // MARK: Others

  private mutating func xml(after name: Int) -> Int? {
    guard byte(name) == UInt8(ascii: ">") else { return nil }
    let end = text[(name + 1)...].firstIndex(of: UInt8(ascii: "<")) ?? text.count
    take(name + 1..<end)
    return end
  }

  private mutating func unquoted(from start: Int, endsAtBlank: Bool) -> Int {
    let first = endsAtBlank ? start : skipBlanks(start) ?? text.count
    let ends = Set("&\"'<>;,\\\n\r".utf8)
    let end = text[first...].firstIndex { ends.contains($0) || (endsAtBlank && $0 == 0x20) } ?? text.count
    take(first..<end)
    return max(end, start)
  }

  /// `https://user:password@host`
  private mutating func userInformation(from start: Int) -> Int {
    let ends = Set("/?#\"'<>;,\\ \n\r@".utf8)
    guard let end = text[start...].prefix(1_024).firstIndex(where: { ends.contains($0) }),
      text[end] == UInt8(ascii: "@"),
      let colon = text[start..<end].firstIndex(of: UInt8(ascii: ":"))
    else { return start }
    take(colon + 1..<end)
    return end
  }

  /// A reference is no secret, and what was taken out already is none.
  private mutating func take(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let content = String(decoding: text[range], as: UTF8.self)
    if !Redactor.isHarmless(content) { values.append(Value(range: range)) }
  }
}
