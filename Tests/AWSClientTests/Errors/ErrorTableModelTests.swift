import AWSClient
import TestSupport
import Testing

@Suite("the error table against the services' models")
struct ErrorTableModelTests {
  /// What each of AppFlow's modelled errors means, as docs/errors.md says.
  private static let meaning: [String: ErrorClassification] = [
    "ValidationException": ErrorClassification(.permanent, "invalid-request"),
    "AccessDeniedException": ErrorClassification(.permanent, "access-denied"),
    "ConflictException": ErrorClassification(.conflict, "conflict"),
    "ResourceNotFoundException": ErrorClassification(.notFound, "not-found"),
    "ServiceQuotaExceededException": ErrorClassification(.quota, "quota"),
    "InternalServerException": ErrorClassification(.transient, "server-error"),
    "ThrottlingException": ErrorClassification(.throttle, "throttled"),
    "UnsupportedOperationException": ErrorClassification(.unsupported, "unsupported-operation"),
    "ConnectorAuthenticationException":
      ErrorClassification(.connectorCredentials, "connector-credentials"),
    "ConnectorServerException": ErrorClassification(.connectorServer, "connector-server"),
  ]

  private static let script = """
    import botocore.session, sys
    session = botocore.session.get_session()
    for line in sys.stdin:
        service, operation = line.split()
        model = session.get_service_model(service).operation_model(operation)
        errors = [
            f"{shape.metadata.get('error', {}).get('code', shape.name)}:"
            f"{shape.metadata.get('error', {}).get('httpStatusCode', 400)}"
            for shape in model.error_shapes
        ]
        print(operation, *errors)
    """

  @Test(
    "every modelled error of every operation of AppFlow that we call has a row of its own, and the meaning of the map"
  )
  func appflow() throws {
    let operations = AppFlowOperation.allCases.map(\.name)
    let lines = try PythonReference.lines(Self.script, input: operations.map { "appflow \($0)" })
    #expect(lines.count == operations.count)
    var seen: Set<String> = []
    for line in lines {
      let words = line.split(separator: " ")
      for (code, status) in words.dropFirst().map(Self.codeAndStatus) {
        seen.insert(code)
        // By its code alone: a status that nobody sends must not be what decides.
        #expect(
          ErrorTable.classify(.appflow, String(words[0]), code: code, status: 0) == Self.meaning[code],
          "\(words[0]) \(code)")
        #expect(
          ErrorTable.classify(.appflow, String(words[0]), code: code, status: status) == Self.meaning[code],
          "\(words[0]) \(code) \(status)")
      }
    }
    #expect(seen == Set(Self.meaning.keys), "the map names what the model has, and nothing else")
  }

  @Test(
    "every modelled error of the other services' operations that we call has a row of its own",
    arguments: [
      ("sts", "AssumeRole"), ("sts", "GetCallerIdentity"), ("s3", "GetBucketPolicy"),
      ("s3", "PutBucketPolicy"),
      ("s3", "GetBucketLocation"), ("s3", "ListBuckets"), ("secretsmanager", "GetSecretValue"),
      ("secretsmanager", "PutSecretValue"),
    ])
  func others(service: String, operation: String) throws {
    let known = try #require(AWSService(rawValue: service))
    let line = try #require(try PythonReference.lines(Self.script, input: ["\(service) \(operation)"]).first)
    for (code, _) in line.split(separator: " ").dropFirst().map(Self.codeAndStatus) {
      let classification = ErrorTable.classify(known, operation, code: code, status: 0)
      #expect(classification.reason != "invalid-answer", "\(operation) \(code) has no row")
    }
  }

  private static func codeAndStatus(_ word: Substring) -> (String, Int) {
    let parts = word.split(separator: ":")
    return (String(parts[0]), Int(parts[1]) ?? 0)
  }
}
