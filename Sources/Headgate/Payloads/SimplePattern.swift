/// Most patterns of services are no more than "characters of this sort", perhaps with others for the first: they are
/// told by one look at each byte, which costs a hundredth of what `Regex` does. It only ever says yes, about ASCII
/// texts; whatever else there is to say is the regular expression's.
struct SimplePattern: Sendable {
  /// Some of the characters of ASCII.
  private struct Characters {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    mutating func insert(_ byte: UInt8) {
      if byte < 64 { low |= 1 << byte } else if byte < 128 { high |= 1 << (byte - 64) }
    }

    mutating func insert(_ other: Characters) {
      low |= other.low
      high |= other.high
    }

    func contains(_ byte: UInt8) -> Bool {
      byte < 64 ? low >> byte & 1 == 1 : byte < 128 && high >> (byte - 64) & 1 == 1
    }

    init(_ ranges: ClosedRange<UInt8>...) { for range in ranges { for byte in range { insert(byte) } } }

    static let word = Characters(0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F...0x5F)
    static let digits = Characters(0x30...0x39)
    static let spaces = Characters(0x20...0x20)
    static let visible = Characters(0x21...0x7E)
    static let any = Characters(0x20...0x7E)

    /// What an escape stands for; spaces other than the plain one are left to the regular expression.
    static func escaped(_ letter: UInt8) -> Characters? {
      switch letter {
      case UInt8(ascii: "w"): word
      case UInt8(ascii: "d"): digits
      case UInt8(ascii: "s"): spaces
      case UInt8(ascii: "S"): visible
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: nil
      default: Characters(letter...letter)
      }
    }
  }

  /// Of one character each, at the beginning.
  private var first: [Characters] = []
  /// Of all that follow.
  private var others = Characters()
  private var mayBeEmpty = false

  /// - Returns: nil if the pattern is of another sort.
  init?(_ pattern: String) {
    var rest = Array(pattern.utf8)[...]
    while let characters = Self.atom(&rest) {
      guard let quantifier = rest.first, quantifier == UInt8(ascii: "+") || quantifier == UInt8(ascii: "*")
      else {
        first.append(characters)
        continue
      }
      // A repetition is the last thing, or the pattern is another story.
      guard rest.count == 1 else { return nil }
      others = characters
      mayBeEmpty = quantifier == UInt8(ascii: "*")
      return
    }
    return nil
  }

  func surelyMatches(_ text: String) -> Bool {
    var place = 0
    for byte in text.utf8 {
      guard (place < first.count ? first[place] : others).contains(byte) else { return false }
      place += 1
    }
    return place >= first.count + (mayBeEmpty ? 0 : 1)
  }

  /// A class, an escape or a plain letter; nil: something else, or the end.
  private static func atom(_ rest: inout ArraySlice<UInt8>) -> Characters? {
    guard let byte = rest.popFirst() else { return nil }
    switch byte {
    case UInt8(ascii: "["): return list(&rest)
    case UInt8(ascii: "\\"): return rest.popFirst().flatMap(Characters.escaped)
    case UInt8(ascii: "."): return .any
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return Characters(byte...byte)
    default: return nil
    }
  }

  /// The inside of `[a-z\w.-]`; ranges between anything but letters and digits are left to the regular expression.
  private static func list(_ rest: inout ArraySlice<UInt8>) -> Characters? {
    var characters = Characters()
    while let byte = rest.popFirst() {
      let next = rest.first
      switch byte {
      case UInt8(ascii: "]"): return characters
      case UInt8(ascii: "\\"):
        guard let letter = rest.popFirst(), let escaped = Characters.escaped(letter),
          rest.first != UInt8(ascii: "-") || rest.dropFirst().first == UInt8(ascii: "]")
        else { return nil }
        characters.insert(escaped)
      case UInt8(ascii: "^"), UInt8(ascii: "["), UInt8(ascii: "&"), UInt8(ascii: "~"): return nil
      case _ where next == UInt8(ascii: "-") && rest.dropFirst().first != UInt8(ascii: "]"):
        rest.removeFirst()
        guard let end = rest.popFirst(), byte <= end, isAlphanumeric(byte), isAlphanumeric(end) else {
          return nil
        }
        characters.insert(Characters(byte...end))
      default: characters.insert(byte)
      }
    }
    return nil
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
