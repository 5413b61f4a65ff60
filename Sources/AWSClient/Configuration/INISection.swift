/// One `[name]` of a configuration file and what stands below it.
package struct INISection: Sendable, Equatable {
  package let name: String
  package let line: Int
  /// By name in lower case.
  package var values: [String: INIValue] = [:]
}
