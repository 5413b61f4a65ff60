import AWSClient

/// FNV-1a, 64 bits: unlike `Hasher` it gives the same number in every process. Not for secrets' safety.
struct StableHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func combine(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      for byte in bytes { combine(byte: byte) }
    }
    combine(byte: 0xFF)
  }

  private mutating func combine(byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  /// Equal JSON values give equal numbers, whatever the order of their members was.
  mutating func combine(_ json: JSONValue) {
    switch json {
    case .null: combine(byte: 0)
    case .bool(let bool): combine(byte: bool ? 1 : 2)
    case .integer(let integer): combine("i\(integer)")
    case .number(let number): combine("n\(number)")
    case .string(let text):
      combine(byte: 3)
      combine(text)
    case .array(let elements):
      combine(byte: 4)
      for element in elements { combine(element) }
      combine(byte: 5)
    case .object(let members):
      combine(byte: 6)
      for (name, member) in members.sorted(by: { $0.key < $1.key }) {
        combine(name)
        combine(member)
      }
      combine(byte: 7)
    }
  }

  static func of(_ text: String) -> UInt64 {
    var hash = StableHash()
    hash.combine(text)
    return hash.value
  }

  static func of(_ json: JSONValue) -> UInt64 {
    var hash = StableHash()
    hash.combine(json)
    return hash.value
  }
}
