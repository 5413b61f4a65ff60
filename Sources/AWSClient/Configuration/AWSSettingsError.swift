/// What is wrong with the settings: a sentence that names the variable, or the file and line.
package struct AWSSettingsError: Error, Sendable, Equatable, CustomStringConvertible {
  package let message: String
  package var description: String { message }

  package init(_ message: String) { self.message = message }
}
