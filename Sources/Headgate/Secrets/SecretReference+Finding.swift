import AWSClient

extension SecretReference {
  /// Every reference in a payload, each once, in the order of the text.
  /// - Throws: `JSONSyntaxError` or `SecretReferenceError`.
  package static func all(inPayload text: String) throws -> [SecretReference] {
    let document = try JSONDocument(parsing: text)
    var found: [SecretReference] = []
    var known: Set<SecretReference> = []
    try document.root.forEachString { (string, _) throws(SecretReferenceError) in
      for reference in try ReferenceText(parsing: string).references where known.insert(reference).inserted {
        found.append(reference)
      }
    }
    return found
  }
}
