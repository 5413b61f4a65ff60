import AWSClient
import Testing

@Suite("what an error means")
struct ErrorTableTests {
  private typealias Row = (AWSService, String, String, Int, ErrorClassification.Class, String)

  @Test("each documented error of each service has its class and reason")
  func table() {
    let rows: [Row] = [
      (.appflow, "CreateFlow", "ValidationException", 400, .permanent, "invalid-request"),
      (.appflow, "CreateFlow", "AccessDeniedException", 403, .permanent, "access-denied"),
      (.appflow, "CreateFlow", "ConflictException", 409, .conflict, "conflict"),
      (.appflow, "CreateFlow", "ServiceQuotaExceededException", 402, .quota, "quota"),
      (.appflow, "CreateFlow", "ResourceNotFoundException", 404, .notFound, "not-found"),
      (.appflow, "CreateFlow", "InternalServerException", 500, .transient, "server-error"),
      (.appflow, "CreateFlow", "ThrottlingException", 429, .throttle, "throttled"),
      (.appflow, "CreateFlow", "TooManyRequestsException", 429, .throttle, "throttled"),
      (.appflow, "CreateFlow", "NobodyKnowsException", 429, .throttle, "throttled"),
      (.appflow, "CreateFlow", "ThrottlingException", 400, .throttle, "throttled"),
      (.appflow, "StopFlow", "UnsupportedOperationException", 400, .unsupported, "unsupported-operation"),
      (
        .appflow, "CreateConnectorProfile", "ConnectorAuthenticationException", 401, .connectorCredentials,
        "connector-credentials"
      ),
      (.appflow, "CreateFlow", "ConnectorServerException", 400, .connectorServer, "connector-server"),
      (.appflow, "StartFlow", "HTTP502", 502, .transient, "server-error"),
      (.appflow, "StartFlow", "HTTP400", 400, .permanent, "invalid-request"),
      (.appflow, "StartFlow", "HTTP404", 404, .notFound, "not-found"),
      (.appflow, "StartFlow", "HTTP302", 302, .permanent, "endpoint"),
      (.appflow, "StartFlow", "ExpiredTokenException", 403, .credentials, "aws-credentials"),
      (.appflow, "StartFlow", "UnrecognizedClientException", 403, .credentials, "aws-credentials"),
      (.appflow, "StartFlow", "InvalidSignatureException", 403, .permanent, "signature"),
      (.appflow, "StartFlow", "MissingAuthenticationTokenException", 403, .permanent, "signature"),
      (.appflow, "StartFlow", "UnknownOperationException", 404, .permanent, "endpoint"),
      (.sts, "AssumeRole", "AccessDenied", 403, .permanent, "assume-role-denied"),
      (.sts, "GetCallerIdentity", "AccessDenied", 403, .permanent, "access-denied"),
      (.sts, "AssumeRole", "ExpiredToken", 400, .credentials, "aws-credentials"),
      (.sts, "AssumeRole", "InvalidClientTokenId", 403, .credentials, "aws-credentials"),
      (.sts, "AssumeRole", "SignatureDoesNotMatch", 403, .permanent, "signature"),
      (.sts, "AssumeRole", "ValidationError", 400, .permanent, "invalid-request"),
      (.sts, "AssumeRole", "Throttling", 400, .throttle, "throttled"),
      (.sts, "AssumeRole", "RegionDisabledException", 403, .permanent, "endpoint"),
      (.s3, "PutBucketPolicy", "SlowDown", 503, .throttle, "throttled"),
      (.s3, "PutBucketPolicy", "OperationAborted", 409, .transient, "conflict"),
      (.s3, "PutBucketPolicy", "MalformedPolicy", 400, .permanent, "invalid-request"),
      (.s3, "PutBucketPolicy", "MethodNotAllowed", 405, .permanent, "access-denied"),
      (.s3, "PutBucketPolicy", "RequestTimeout", 400, .transient, "timed-out"),
      (.s3, "PutBucketPolicy", "PermanentRedirect", 301, .permanent, "endpoint"),
      (.s3, "PutBucketPolicy", "BadDigest", 400, .permanent, "signature"),
      (.s3, "GetBucketPolicy", "NoSuchBucketPolicy", 404, .notFound, "not-found"),
      (.s3, "GetBucketPolicy", "NoSuchBucket", 404, .notFound, "not-found"),
      (.s3, "GetBucketPolicy", "InternalError", 500, .transient, "server-error"),
      (.s3, "GetBucketPolicy", "RequestTimeTooSkewed", 403, .permanent, "signature"),
      (.secretsmanager, "GetSecretValue", "ResourceNotFoundException", 400, .notFound, "not-found"),
      (.secretsmanager, "GetSecretValue", "DecryptionFailure", 400, .permanent, "access-denied"),
      (.secretsmanager, "GetSecretValue", "InternalServiceError", 500, .transient, "server-error"),
      (.secretsmanager, "GetSecretValue", "InvalidRequestException", 400, .permanent, "invalid-request"),
      (.secretsmanager, "GetSecretValue", "AccessDeniedException", 400, .permanent, "access-denied"),
    ]
    for (service, operation, code, status, errorClass, reason) in rows {
      #expect(
        ErrorTable.classify(service, operation, code: code, status: status)
          == ErrorClassification(errorClass, reason), "\(service) \(operation) \(code) \(status)")
    }
  }

  @Test("every status has a meaning, and every 5xx is tried again")
  func statuses() {
    for status in 100...999 {
      let meaning = ErrorTable.classify(.appflow, "StartFlow", code: "HTTP\(status)", status: status)
      if 500...599 ~= status { #expect(meaning.errorClass == .transient) }
      if 300...499 ~= status { #expect(meaning.reason != "invalid-answer") }
    }
  }

  @Test("the lack of an answer has a meaning too")
  func transport() {
    #expect(ErrorTable.classify(.timedOut).reason == "timed-out")
    #expect(ErrorTable.classify(.couldNotConnect).reason == "connection-failed")
    #expect(ErrorTable.classify(.connectionLost).reason == "connection-lost")
    #expect(ErrorTable.classify(.cancelled).reason == "cancelled")
    #expect(ErrorTable.classify(.invalidRequest).errorClass == .permanent)
  }
}
