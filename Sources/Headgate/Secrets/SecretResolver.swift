/// Fetches the value of a reference, at run time.
package protocol SecretResolver: Sendable {
  func resolve(_ reference: SecretReference) async throws(SecretError) -> String
}
