/// Why a bucket's policy cannot be used or changed.
package struct BucketPolicyError: Error, Equatable, CustomStringConvertible {
  package let message: String

  init(_ message: String) { self.message = message }

  package var description: String { message }
}
