/// The operating system's random numbers.
public struct SystemRandom: RandomSource {
  /// The source has no state of its own.
  public init() {}

  /// 64 bits from the kernel's generator.
  public func next() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}
