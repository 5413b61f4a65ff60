import Foundation
import TimeAndChance

/// The seed of a randomised test: HEADGATE_TEST_SEED, or a new one. Printed, so that a failure can be repeated.
enum RateSeed {
  static func random(_ test: String) -> SeededRandom {
    let given = ProcessInfo.processInfo.environment["HEADGATE_TEST_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: .min ... .max)
    print("\(test): HEADGATE_TEST_SEED=\(seed)")
    return SeededRandom(seed: seed)
  }
}
