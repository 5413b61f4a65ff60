extension AWSResponse {
  /// The body as a JSON object.
  /// - Throws: an `AWSError` with the reason `invalid-answer` if it is something else.
  package func jsonObject(
    _ service: AWSService, _ operation: String
  ) throws(AWSError) -> [String: JSONValue] {
    guard let object = (try? JSONValue(parsing: body))?.object else {
      throw .invalidAnswer(service, operation, self, "it is not a JSON object")
    }
    return object
  }
}
