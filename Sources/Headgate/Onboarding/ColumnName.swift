/// A column's or variable's name. Case, `_`, `-` and spaces make no difference: `Role ARN`, `role_arn` and
/// `RoleArn` are one column.
package struct ColumnName: Sendable, Hashable, CustomStringConvertible {
  /// As it was written first.
  package let written: String
  private let normalised: String

  package init(_ written: String) {
    self.written = written
    normalised = String(
      String.UnicodeScalarView(
        written.lowercased().unicodeScalars.filter { $0 != "_" && $0 != "-" && $0 != " " }))
  }

  var isEmpty: Bool { normalised.isEmpty }

  package var description: String { written }

  package static func == (left: ColumnName, right: ColumnName) -> Bool { left.normalised == right.normalised }

  package func hash(into hasher: inout Hasher) { hasher.combine(normalised) }
}
