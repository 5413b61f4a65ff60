/// Why a file that is there cannot be read: a sentence with its path.
package struct FileReadError: Error, Sendable, Equatable {
  package let message: String

  package init(_ message: String) { self.message = message }
}
