package import AWSClient

/// Why no body can be made of a payload. None of them quotes a secret's value.
package enum AWSBodyError: Error, CustomStringConvertible {
  case notJSON(JSONSyntaxError)
  case notAnObject
  case badReference(SecretReferenceError)
  case unresolved(SecretReference)

  package var description: String {
    switch self {
    case .notJSON(let error): "the payload is not JSON: \(error)"
    case .notAnObject: "the payload is not a JSON object"
    case .badReference(let error): error.message
    case .unresolved(let reference): "the secret \(reference) has not been resolved"
    }
  }
}
