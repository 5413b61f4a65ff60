/// What is wrong with a configuration file, and where.
package struct INIError: Error, Sendable, Equatable {
  package let line: Int
  /// What is wrong and what was expected; no value of the file is repeated in it.
  package let message: String
}
