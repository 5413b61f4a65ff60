extension AWSResponse {
  /// The body as a JSON object.
  /// - Throws: an `AWSError` with the reason `invalid-answer` if it is something else.
  package func jsonObject(
    _ service: AWSService, _ operation: String
  ) throws(AWSError) -> [String: JSONValue] {
    try jsonNode(service, operation).value.object ?? [:]
  }

  /// The same as it was read: for who wants a few members of many.
  func jsonNode(_ service: AWSService, _ operation: String) throws(AWSError) -> JSONNode {
    guard let node = try? JSONNode(parsing: body), node.members != nil else {
      throw .invalidAnswer(service, operation, self, "it is not a JSON object")
    }
    return node
  }
}
