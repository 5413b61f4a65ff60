/// Where a text stops being JSON, and why.
package struct JSONSyntaxError: Error, Equatable, CustomStringConvertible {
  /// Both count from 1; the column counts bytes.
  package let line: Int
  package let column: Int
  package let message: String

  package var description: String { "line \(line), column \(column): \(message)" }
}
