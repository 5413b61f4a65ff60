/// Where chance comes from: jitter, identifiers, faults. A seeded source repeats a run exactly.
public protocol RandomSource: Sendable {
  /// 64 uniformly distributed bits.
  func next() -> UInt64
}

extension RandomSource {
  /// A number in `0 ..< 1`.
  public func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in `0 ..< bound`, or 0 if `bound` is not positive.
  public func below(_ bound: Int64) -> Int64 {
    guard bound > 0 else { return 0 }
    return Int64(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// `count` random bytes as lower-case hexadecimal digits.
  public func hex(bytes count: Int) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    var bits: UInt64 = 0
    for index in 0..<count {
      if index % 8 == 0 { bits = next() }
      text.append(digits[Int(bits >> 4 & 0xF)])
      text.append(digits[Int(bits & 0xF)])
      bits >>= 8
    }
    return String(decoding: text, as: UTF8.self)
  }
}
