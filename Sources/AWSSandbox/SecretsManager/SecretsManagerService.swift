import AWSClient

/// AWS Secrets Manager: JSON 1.1 with `X-Amz-Target`.
enum SecretsManagerService {
  static func answer(_ call: ServiceCall, _ state: inout SandboxState) throws(ServiceFailure) -> Reply {
    let operations = ["GetSecretValue", "PutSecretValue", "CreateSecret", "DescribeSecret", "DeleteSecret"]
    guard operations.contains(call.operation) else {
      throw ServiceFailure(400, "UnknownOperationException", "Unknown operation \(call.operation)")
    }
    guard let input = call.input else {
      throw ServiceFailure(400, "SerializationException", "The request body is not a JSON object")
    }
    try AccessControl.demand("secretsmanager:\(call.operation)", on: call.resource, call)
    var reply: Reply
    switch call.operation {
    case "GetSecretValue": reply = .json(try getValue(call, input, state))
    case "PutSecretValue": reply = .json(try putValue(call, input, &state))
    case "CreateSecret": reply = .json(try create(call, input, &state))
    case "DescribeSecret": reply = .json(try describe(call, input, state))
    default: reply = .json(try delete(call, input, &state))
    }
    reply.contentType = "application/x-amz-json-1.1"
    return reply
  }

  /// The state's key of the secret that SecretId names: by name, ARN, or ARN without its random characters.
  static func find(_ call: ServiceCall, _ input: JSONValue, _ state: SandboxState) throws(ServiceFailure)
    -> String
  {
    guard let id = input["SecretId"]?.string, !id.isEmpty, id.utf8.count <= 2_048 else {
      throw validation(
        "1 validation error detected: Value null at 'secretId' failed to satisfy constraint: Member must not be null"
      )
    }
    let key =
      id.hasPrefix("arn:")
      ? SecretARN.find(id, state)
      : SecretARN.make(region: call.region, account: call.account, name: id)
    guard let key, state.secrets[key] != nil, key.hasPrefix("arn:aws:secretsmanager:\(call.region):") else {
      throw ServiceFailure(
        400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
    }
    guard SecretARN.isIn(key, region: call.region, account: call.account) else {
      throw AccessControl.denied("secretsmanager:\(call.operation)", on: key, call)
    }
    return key
  }

  static func validation(_ message: String) -> ServiceFailure {
    ServiceFailure(400, "ValidationException", message)
  }

  static func invalidRequest(_ message: String) -> ServiceFailure {
    ServiceFailure(400, "InvalidRequestException", message)
  }

  static func refuseDeleted(_ secret: SandboxState.Secret?) throws(ServiceFailure) {
    guard secret?.deletedAtMs != nil else { return }
    throw invalidRequest(
      "You can't perform this operation on the secret because it was marked for deletion.")
  }
}
