/// Keeps secrets out of the messages of errors, which are stored and shown.
package enum MessageRedaction {
  /// - Parameter secrets: texts that the service may have repeated in its message.
  package static func clean(_ message: String, secrets: [String]) -> String {
    var clean = message
    // A refused signature comes with the canonical request, and that with the session token.
    for marker in ["The Canonical String", "The String-to-Sign"] {
      if let range = clean.firstRange(of: marker) { clean = String(clean[..<range.lowerBound]) }
    }
    for secret in secrets where secret.utf8.count >= AWSLimits.minSecretBytes {
      clean = clean.replacing(secret, with: "[redacted]")
    }
    clean = String(clean.prefix(AWSLimits.maxErrorMessageCharacters))
    while clean.last?.isWhitespace == true { clean.removeLast() }
    return clean
  }
}
