package import AWSClient

/// One place where what is there is not what was wanted.
package struct Difference: Sendable, Hashable, CustomStringConvertible {
  /// `triggerConfig.triggerType`
  package let path: String
  /// Nil if it was not asked for.
  package let wanted: JSONValue?
  /// Nil if it is not there.
  package let actual: JSONValue?

  package init(path: String, wanted: JSONValue?, actual: JSONValue?) {
    self.path = path
    self.wanted = wanted
    self.actual = actual
  }

  package var description: String {
    "\(path): wanted \(wanted?.text() ?? "nothing"), found \(actual?.text() ?? "nothing")"
  }
}
