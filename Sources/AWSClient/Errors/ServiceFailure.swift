/// What an answer says of itself when it is not 2xx.
package struct ServiceFailure: Sendable, Equatable {
  /// `ConflictException`; `HTTP503` if the answer names none.
  package let code: String
  package let message: String
  package let requestId: String?
  /// The answer does not name an error as AWS's services do.
  package let isUnnamed: Bool

  package init(code: String, message: String, requestId: String?) {
    self.code = code
    isUnnamed = false
    self.message = message
    self.requestId = requestId
  }

  package init(reading response: HTTPResponse) {
    let json = (try? JSONValue(parsing: response.body))?.object
    let xml = json == nil ? try? XMLReader.read(response.body) : nil
    // STS wraps the error (ErrorResponse/Error), S3 does not.
    let error = xml?.first(named: "Error")
    let named =
      Self.bare(response.headers["x-amzn-errortype"])
      ?? Self.bare(json?["code"]?.string ?? json?["Code"]?.string ?? json?["__type"]?.string)
      ?? Self.bare(error?["Code"]?.text)
    isUnnamed = named == nil
    code = named ?? "HTTP\(response.status)"
    message =
      json?["message"]?.string ?? json?["Message"]?.string ?? error?["Message"]?.text
      ?? "the service gave no message with HTTP status \(response.status)"
    requestId = Self.requestId(response.headers) ?? xml?.first(named: "RequestId")?.text
  }

  /// The id under which AWS's support finds the call.
  package static func requestId(_ headers: HTTPHeaders) -> String? {
    headers["x-amzn-requestid"] ?? headers["x-amz-request-id"] ?? headers["x-amzn-request-id"]
  }

  /// `aws.protocoltests#FooError:http://…` → `FooError`
  private static func bare(_ code: String?) -> String? {
    guard let head = code?.split(separator: ":", omittingEmptySubsequences: false).first,
      let name = head.split(separator: "#").last, !name.isEmpty
    else { return nil }
    return String(name.prefix(AWSLimits.maxErrorCodeCharacters))
  }
}
