import AWSClient

/// What a request says it is signed with and for.
struct CredentialScope: Sendable {
  let accessKeyId: String
  let region: String
  let service: String
  let sessionToken: String?
  /// Known only in process; over HTTP nothing but the signature would show it.
  let secretAccessKey: String?

  /// Nil for a request that is not signed.
  init?(_ request: HTTPRequest) {
    if let signing = request.signing {
      accessKeyId = signing.credentials.accessKeyId
      region = signing.region
      service = signing.service
      sessionToken = signing.credentials.sessionToken ?? request.headers["X-Amz-Security-Token"]
      secretAccessKey = signing.credentials.secretAccessKey
      return
    }
    // AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/appflow/aws4_request, SignedHeaders=…, Signature=…
    guard let authorization = request.headers["Authorization"],
      authorization.hasPrefix("AWS4-HMAC-SHA256 "),
      let field = authorization.split(separator: " ").first(where: { $0.hasPrefix("Credential=") })
    else { return nil }
    let parts = field.dropFirst(11).split(separator: "/")
    guard parts.count == 5, parts[4].hasPrefix("aws4_request") else { return nil }
    accessKeyId = String(parts[0])
    region = String(parts[2])
    service = String(parts[3])
    sessionToken = request.headers["X-Amz-Security-Token"]
    secretAccessKey = nil
  }
}
