/// Everything that is wrong with one tenant's settings.
package struct TenantProblems: Error, Sendable, Equatable, CustomStringConvertible {
  package let problems: [TenantSettings.Problem]

  init(_ problems: [TenantSettings.Problem]) { self.problems = problems }

  package var description: String { problems.map(\.description).joined(separator: "\n") }
}
