import AWSClient

/// Checks a request's credentials against the keys and sessions that the state knows.
enum Authentication {
  static func caller(_ request: HTTPRequest, _ call: ServiceCall, _ state: SandboxState)
    throws(ServiceFailure) -> Caller?
  {
    guard call.service != .salesforce else { return nil }
    guard let scope = CredentialScope(request) else { throw missing(call) }
    try checkRegion(scope, call)
    if let key = state.accessKeys[scope.accessKeyId] {
      guard scope.sessionToken == nil else { throw unknown(call) }
      try checkSecret(request, scope, key.secretAccessKey, call)
      return Caller(
        account: key.account, arn: key.arn, principalArn: key.arn, userId: scope.accessKeyId,
        permissions: key.permissions)
    }
    guard let session = state.sessions[scope.accessKeyId], scope.sessionToken == session.sessionToken,
      let role = state.roles[session.roleArn]
    else { throw unknown(call) }
    try checkSecret(request, scope, session.secretAccessKey, call)
    guard call.nowMs < session.expiresAtMs else { throw expired(call) }
    let arn = RoleARN(session.roleArn)
    return Caller(
      account: arn?.account ?? "",
      arn: "arn:aws:sts::\(arn?.account ?? ""):assumed-role/\(arn?.name ?? "")/\(session.sessionName)",
      principalArn: session.roleArn, userId: "\(RoleARN.roleId(session.roleArn)):\(session.sessionName)",
      permissions: role.permissions)
  }

  static func expired(_ call: ServiceCall) -> ServiceFailure {
    switch call.service {
    case .s3: ServiceFailure(400, "ExpiredToken", "The provided token has expired.")
    case .sts: ServiceFailure(403, "ExpiredToken", "The security token included in the request is expired")
    case .secretsmanager:
      ServiceFailure(400, "ExpiredTokenException", "The security token included in the request is expired")
    default:
      ServiceFailure(403, "ExpiredTokenException", "The security token included in the request is expired")
    }
  }

  private static func unknown(_ call: ServiceCall) -> ServiceFailure {
    let message = "The security token included in the request is invalid."
    return switch call.service {
    case .sts: ServiceFailure(403, "InvalidClientTokenId", message)
    case .s3:
      ServiceFailure(
        403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
    case .secretsmanager: ServiceFailure(400, "UnrecognizedClientException", message)
    default: ServiceFailure(403, "UnrecognizedClientException", message)
    }
  }

  private static func missing(_ call: ServiceCall) -> ServiceFailure {
    switch call.service {
    case .s3: ServiceFailure(403, "AccessDenied", "Access Denied")
    case .sts:
      ServiceFailure(403, "MissingAuthenticationToken", "Request is missing Authentication Token")
    case .secretsmanager:
      ServiceFailure(400, "MissingAuthenticationTokenException", "Missing Authentication Token")
    default: ServiceFailure(403, "MissingAuthenticationTokenException", "Missing Authentication Token")
    }
  }

  /// In process the key itself is compared, over HTTP the signature that was made with it.
  private static func checkSecret(
    _ request: HTTPRequest, _ scope: CredentialScope, _ secret: String, _ call: ServiceCall
  ) throws(ServiceFailure) {
    if let sent = scope.secretAccessKey {
      guard sent == secret else { throw SignatureCheck.mismatch(call) }
    } else if let authorization = request.headers["Authorization"].flatMap({ AuthorizationHeader($0) }) {
      try SignatureCheck(request: request, authorization: authorization, call: call)
        .run(secretAccessKey: secret)
    }
  }

  /// A regional endpoint refuses what is signed for another Region.
  private static func checkRegion(_ scope: CredentialScope, _ call: ServiceCall) throws(ServiceFailure) {
    let host = call.url.host
    guard host.hasSuffix(".amazonaws.com"), call.service != .s3 else { return }
    let expected = RequestReader.region(ofHost: host)
    guard scope.region != expected else { return }
    throw SignatureCheck.refusal("Credential should be scoped to a valid region.", call)
  }
}
