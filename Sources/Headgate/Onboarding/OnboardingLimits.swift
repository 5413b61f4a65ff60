/// The bounds of a file of tenants and of a template.
package enum OnboardingLimits {
  package static let maxFileBytes = 256 * 1024 * 1024
  package static let maxRowBytes = 256 * 1024
  package static let maxColumns = 256
  package static let maxRows = 1_000_000
  /// Problems that one run reports; a file with more is as wrong as can be.
  package static let maxProblems = 200
  package static let maxTemplateSteps = 100
}
