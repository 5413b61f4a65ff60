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
    guard let authorization = request.headers["Authorization"].flatMap({ AuthorizationHeader($0) }) else {
      return nil
    }
    accessKeyId = authorization.accessKeyId
    region = authorization.region
    service = authorization.service
    sessionToken = request.headers["X-Amz-Security-Token"]
    secretAccessKey = nil
  }
}
