import Foundation
package import TimeAndChance

/// The seed of a randomised test: printed, and taken from HEADGATE_TEST_SEED to repeat a run.
package struct Seed: Sendable, CustomStringConvertible {
  static let variable = "HEADGATE_TEST_SEED"

  package let value: UInt64

  package init(_ test: String) {
    let given = ProcessInfo.processInfo.environment[Self.variable].flatMap { UInt64($0) }
    value = given ?? SystemRandom().next() >> 1
    print("\(test): \(Self.variable)=\(value)")
  }

  package var random: SeededRandom { SeededRandom(seed: value) }

  package var description: String { "seed \(value)" }
}
