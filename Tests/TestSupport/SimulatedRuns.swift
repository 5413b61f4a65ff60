import Foundation
import TimeAndChance

/// How many random runs the long tests make: HEADGATE_SIMULATED_RUNS, or a few. Run after run has a seed of its
/// own, and a run's seed as HEADGATE_TEST_SEED with one run repeats just that one.
package enum SimulatedRuns {
  private static let variable = "HEADGATE_SIMULATED_RUNS"

  /// - Parameters:
  ///   - usually: how many where nobody says.
  ///   - oneIn: a run so dear that there is one for this many.
  package static func seeds(_ test: String, usually: Int, oneIn: Int = 1) -> [UInt64] {
    let given = ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }.map { max(1, $0) }
    let count = given.map { ($0 + oneIn - 1) / oneIn } ?? usually
    let base = Seed("\(test), \(count) runs").value
    let random = SeededRandom(seed: base)
    return [base] + (1..<max(1, count)).map { _ in random.next() >> 1 }
  }

  /// What repeats one run alone.
  package static func title(_ seed: UInt64) -> String { "\(Seed.variable)=\(seed) \(variable)=1" }
}
