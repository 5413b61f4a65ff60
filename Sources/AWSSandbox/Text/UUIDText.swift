import TimeAndChance

/// Identifiers in the forms that AWS uses.
enum UUIDText {
  /// A version 4 UUID out of 128 bits.
  static func make(_ high: UInt64, _ low: UInt64) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(36)
    let bits = [high & ~0xF000 | 0x4000, low & ~(0xC << 60) | 0x8 << 60]
    for index in 0..<32 {
      if [8, 12, 16, 20].contains(index) { text.append(UInt8(ascii: "-")) }
      text.append(digits[Int(bits[index / 16] >> UInt64(60 - index % 16 * 4) & 0xF)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  static func random(_ random: any RandomSource) -> String { make(random.next(), random.next()) }

  /// `count` letters and digits, as in access key ids and secret ARNs.
  static func letters(_ count: Int, upperCase: Bool, _ next: () -> UInt64) -> String {
    let alphabet = Array((upperCase ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" : Self.mixed).utf8)
    var text: [UInt8] = []
    var bits: UInt64 = 0
    for index in 0..<count {
      if index % 8 == 0 { bits = next() }
      text.append(alphabet[Int(bits & 0xFF) % alphabet.count])
      bits >>= 8
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static let mixed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
}
