/// What to do about every error, as data: the first row that matches decides.
///
/// Codes come before statuses, because a status is shared by errors that want different treatment: AppFlow's
/// ConnectorServer is a 400 as its Validation is.
package enum ErrorTable {
  package static let rules: [ErrorRule] = [
    // Throttling, whatever the service's model says of it.
    ErrorRule(status: 429...429, .throttle, "throttled"),
    ErrorRule(
      codes: [
        "Throttling*", "Throttled*", "TooManyRequests*", "RequestLimitExceeded", "RequestThrottled*",
        "SlowDown", "BandwidthLimitExceeded", "PriorRequestNotComplete", "TransactionInProgress*",
        "ProvisionedThroughputExceeded*", "EC2Throttled*",
      ], .throttle, "throttled"),

    // Our own credentials, and signatures made with them.
    ErrorRule(
      codes: [
        "ExpiredToken*", "InvalidClientTokenId", "UnrecognizedClient*", "InvalidAccessKeyId", "InvalidToken",
        "TokenRefreshRequired",
      ], .credentials, "aws-credentials"),
    ErrorRule(
      codes: [
        "SignatureDoesNotMatch", "InvalidSignature*", "IncompleteSignature*", "MissingAuthenticationToken*",
        "RequestExpired", "RequestTimeTooSkewed", "XAmzContentSHA256Mismatch", "BadDigest", "InvalidDigest",
        "AuthorizationHeaderMalformed", "AuthorizationQueryParametersError",
      ], .permanent, "signature"),

    // One service at a time.
    ErrorRule(.sts, "AssumeRole", codes: ["AccessDenied*"], .permanent, "assume-role-denied"),
    ErrorRule(.sts, codes: ["IDPCommunicationError"], .transient, "server-error"),
    ErrorRule(.sts, codes: ["RegionDisabled*"], .permanent, "endpoint"),
    ErrorRule(.sts, codes: ["PackedPolicyTooLarge*"], .permanent, "invalid-request"),
    ErrorRule(.s3, codes: ["OperationAborted"], .transient, "conflict"),
    ErrorRule(.s3, codes: ["RequestTimeout"], .transient, "timed-out"),
    ErrorRule(.s3, codes: ["MethodNotAllowed"], .permanent, "access-denied"),
    ErrorRule(.s3, codes: ["NoSuch*"], .notFound, "not-found"),
    ErrorRule(.s3, status: 300...399, .permanent, "endpoint"),
    ErrorRule(
      .secretsmanager, codes: ["DecryptionFailure*", "EncryptionFailure*"], .permanent, "access-denied"),
    ErrorRule(.secretsmanager, codes: ["ResourceExists*"], .conflict, "conflict"),
    ErrorRule(.secretsmanager, codes: ["LimitExceeded*"], .quota, "quota"),
    ErrorRule(.secretsmanager, codes: ["InternalService*"], .transient, "server-error"),
    ErrorRule(.appflow, codes: ["ConnectorAuthentication*"], .connectorCredentials, "connector-credentials"),
    ErrorRule(.appflow, codes: ["ConnectorServer*"], .connectorServer, "connector-server"),
    ErrorRule(.appflow, codes: ["UnsupportedOperation*"], .unsupported, "unsupported-operation"),

    // Codes that mean the same everywhere.
    ErrorRule(codes: ["InternalServer*", "InternalFailure", "InternalError"], .transient, "server-error"),
    ErrorRule(codes: ["RequestTimeout*"], .transient, "timed-out"),
    ErrorRule(codes: ["ServiceQuotaExceeded*"], .quota, "quota"),
    ErrorRule(codes: ["Conflict*"], .conflict, "conflict"),
    ErrorRule(codes: ["ResourceNotFound*"], .notFound, "not-found"),
    ErrorRule(
      codes: ["AccessDenied*", "NotAuthorized", "AllAccessDisabled", "OptInRequired"], .permanent,
      "access-denied"),
    ErrorRule(
      codes: ["Validation*", "InvalidParameter*", "InvalidRequest*", "MalformedPolicy*"], .permanent,
      "invalid-request"),
    ErrorRule(codes: ["UnknownOperation*", "InvalidAction"], .permanent, "endpoint"),

    // What the status alone says.
    ErrorRule(status: 500...599, .transient, "server-error"),
    ErrorRule(status: 408...408, .transient, "timed-out"),
    ErrorRule(status: 402...402, .quota, "quota"),
    ErrorRule(status: 401...401, .permanent, "access-denied"),
    ErrorRule(status: 403...403, .permanent, "access-denied"),
    ErrorRule(status: 404...404, .notFound, "not-found"),
    ErrorRule(status: 409...409, .conflict, "conflict"),
    ErrorRule(status: 300...399, .permanent, "endpoint"),
    ErrorRule(status: 400...499, .permanent, "invalid-request"),
  ]

  package static func classify(
    _ service: AWSService, _ operation: String, code: String, status: Int
  ) -> ErrorClassification {
    rules.first { $0.matches(service, operation, code: code, status: status) }?.classification
      // A status below 300 or above 599 is no answer that AWS gives.
      ?? ErrorClassification(.transient, "invalid-answer")
  }

  /// The lack of a complete answer.
  package static func classify(_ reason: TransportError.Reason) -> ErrorClassification {
    switch reason {
    case .couldNotResolve, .couldNotConnect, .tlsFailed: ErrorClassification(.transient, "connection-failed")
    case .connectionLost, .truncated: ErrorClassification(.transient, "connection-lost")
    case .timedOut: ErrorClassification(.transient, "timed-out")
    case .tooLarge: ErrorClassification(.transient, "invalid-answer")
    case .cancelled: ErrorClassification(.transient, "cancelled")
    case .overloaded: ErrorClassification(.transient, "overloaded")
    case .invalidRequest: ErrorClassification(.permanent, "invalid-request")
    }
  }
}
