package import AWSClient

extension SecretReference {
  /// Every reference in a payload, each once, in the order of the text.
  package static func all(in document: JSONDocument) throws(SecretReferenceError) -> [SecretReference] {
    var found: [SecretReference] = []
    var known: Set<SecretReference> = []
    try document.root.forEachString { (string, _) throws(SecretReferenceError) in
      guard ReferenceText.mayStand(in: string) else { return }
      for reference in try ReferenceText(parsing: string).references where known.insert(reference).inserted {
        found.append(reference)
      }
    }
    return found
  }
}
