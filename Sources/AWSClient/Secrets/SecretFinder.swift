/// Finds many texts in one pass: a filter of 64 Kbit says for nearly every place that none of them begins there.
struct SecretFinder: Sendable {
  private struct Needle {
    let bytes: [UInt8]
    let isWord: Bool
  }

  private static let keyBytes = RedactionLimits.minSecretBytes
  private static let keyMask: UInt64 = 1 << (UInt64(keyBytes) * 8) - 1

  /// By their first bytes, the longest first.
  private var needles: [UInt64: [Needle]] = [:]
  private var filter: [UInt64] = []
  /// What all of them take.
  private(set) var bytes = 0

  var isEmpty: Bool { needles.isEmpty }

  mutating func add(_ form: SecretForms.Form) {
    let needle = Needle(bytes: Array(form.text.utf8), isWord: form.isWord)
    guard needle.bytes.count >= Self.keyBytes else { return }
    let key = needle.bytes[..<Self.keyBytes].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    var list = needles[key, default: []]
    guard !list.contains(where: { $0.bytes == needle.bytes }) else { return }
    list.append(needle)
    list.sort { $0.bytes.count > $1.bytes.count }
    needles[key] = list
    if filter.isEmpty { filter = [UInt64](repeating: 0, count: 1 << 10) }
    let bit = Self.bit(key)
    filter[bit >> 6] |= 1 << UInt64(bit & 63)
    bytes += needle.bytes.count
  }

  /// The places where one of them stands, in order, none within another.
  func ranges(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    guard !needles.isEmpty, text.count >= Self.keyBytes else { return [] }
    var found: [Range<Int>] = []
    var key: UInt64 = 0
    var free = 0
    for end in text.indices {
      key = (key << 8 | UInt64(text[end])) & Self.keyMask
      let start = end - Self.keyBytes + 1
      let bit = Self.bit(key)
      guard filter[bit >> 6] & 1 << UInt64(bit & 63) != 0, start >= free, let list = needles[key],
        let range = Self.match(list, in: text, at: start)
      else { continue }
      found.append(range)
      free = range.upperBound
    }
    return found
  }

  private static func bit(_ key: UInt64) -> Int { Int((key &* 0x9E37_79B9_7F4A_7C15) >> 48) }

  private static func match(
    _ needles: [Needle], in text: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> Range<Int>? {
    for needle in needles {
      let range = start..<start + needle.bytes.count
      guard range.upperBound <= text.count, text[range].elementsEqual(needle.bytes) else { continue }
      if !needle.isWord || isWord(range, in: text) { return range }
    }
    return nil
  }

  private static func isWord(_ range: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    if range.upperBound < text.count, isLetterOrDigit(text[range.upperBound]),
      isLetterOrDigit(text[range.upperBound - 1])
    {
      return false
    }
    guard range.lowerBound > 0, isLetterOrDigit(text[range.lowerBound]),
      isLetterOrDigit(text[range.lowerBound - 1])
    else { return true }
    return endsEscape(text[..<range.lowerBound])
  }

  /// `\n`, `%3D` and `\u003d` end with a letter or digit that is none.
  private static func endsEscape(_ before: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    func byte(_ back: Int) -> UInt8? { before.count >= back ? before[before.endIndex - back] : nil }
    return byte(2) == UInt8(ascii: "\\") || byte(3) == UInt8(ascii: "%")
      || byte(6) == UInt8(ascii: "\\") && byte(5) == UInt8(ascii: "u")
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
