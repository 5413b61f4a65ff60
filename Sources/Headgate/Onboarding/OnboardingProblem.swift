/// One thing that is wrong with a file of tenants or a template.
package struct OnboardingProblem: Sendable, Hashable, CustomStringConvertible {
  package let file: String
  /// From 1; nil if it concerns the whole file.
  package let line: Int?
  /// A column, or a template's file and the JSON path in what it gives.
  package let field: String?
  package let message: String

  package init(file: String, line: Int? = nil, field: String? = nil, message: String) {
    self.file = file
    self.line = line
    self.field = field
    self.message = message
  }

  /// `tenants.csv:7: role_arn: 'x' is not valid; expected …`
  package var description: String {
    file + (line.map { ":\($0)" } ?? "") + ": " + (field.map { "\($0): " } ?? "") + message
  }
}
