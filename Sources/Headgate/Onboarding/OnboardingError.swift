/// Everything that is wrong with a file of tenants or a template. Nothing of it was used.
package struct OnboardingError: Error, Equatable, CustomStringConvertible {
  /// The first `OnboardingLimits.maxProblems` of them.
  package let problems: [OnboardingProblem]
  /// How many more there are.
  package let omitted: Int

  init(_ problems: [OnboardingProblem]) {
    self.problems = Array(problems.prefix(OnboardingLimits.maxProblems))
    omitted = problems.count - self.problems.count
  }

  package var description: String {
    let lines = problems.map(\.description) + (omitted > 0 ? ["… and \(omitted) more problems"] : [])
    return lines.joined(separator: "\n")
  }
}
