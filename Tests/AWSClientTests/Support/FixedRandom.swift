import TimeAndChance

/// Always the same bits: the largest number unless told otherwise.
struct FixedRandom: RandomSource {
  var bits = UInt64.max

  func next() -> UInt64 { bits }
}
