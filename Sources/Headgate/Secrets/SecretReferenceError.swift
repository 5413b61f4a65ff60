/// What is wrong with a reference, in words that follow the name of the place it stands at.
package struct SecretReferenceError: Error, Equatable, CustomStringConvertible {
  package let message: String

  init(_ message: String) { self.message = message }

  package var description: String { message }
}
