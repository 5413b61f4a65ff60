/// A payload that cannot become a job, and everything that is wrong with it.
package struct PayloadError: Error, Equatable, CustomStringConvertible {
  package let kind: String
  package let violations: [PayloadViolation]

  package var description: String { violations.map(\.description).joined(separator: "\n") }
}
