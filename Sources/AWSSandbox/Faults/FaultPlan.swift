package import TimeAndChance

/// Random faults for simulations: the probability of each, per call. A seeded source repeats them.
package struct FaultPlan: Sendable, Equatable {
  package let rates: [(effect: FaultEffect, rate: Double)]
  /// An answer that is slow is late by less than this.
  package let maxDelayMs: Int64

  /// - Parameter rates: what is left of 1 is the probability that nothing goes wrong.
  package init(_ rates: [FaultEffect: Double], maxDelayMs: Int64 = 2_000) {
    // A dictionary's order differs between processes, and with it would the meaning of a random number.
    self.rates = rates.map { (effect: $0.key, rate: $0.value) }.sorted {
      $0.effect.rawValue < $1.effect.rawValue
    }
    self.maxDelayMs = maxDelayMs
  }

  package func draw(_ random: some RandomSource) -> Fault? {
    guard !rates.isEmpty else { return nil }
    var point = random.unit()
    for (effect, rate) in rates {
      guard point >= rate else {
        return Fault(effect, name: "random", delayMs: effect == .slow ? random.below(maxDelayMs) : 0)
      }
      point -= rate
    }
    return nil
  }

  package static func == (left: FaultPlan, right: FaultPlan) -> Bool {
    left.maxDelayMs == right.maxDelayMs
      && left.rates.elementsEqual(right.rates) { $0.effect == $1.effect && $0.rate == $1.rate }
  }
}
