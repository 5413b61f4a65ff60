/// AWS Secrets Manager.
package struct SecretsManager: Sendable {
  private let caller: any AWSCalling
  private let region: String

  package init(caller: any AWSCalling, region: String) {
    self.caller = caller
    self.region = region
  }

  /// The secret's text.
  /// - Parameters:
  ///   - id: a name or an ARN.
  ///   - versionStage: nil means `AWSCURRENT`.
  package func secretString(
    id: String, versionStage: String? = nil,
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> String {
    let operation = "GetSecretValue"
    var input: [String: JSONValue] = ["SecretId": .string(id)]
    if let versionStage { input["VersionStage"] = .string(versionStage) }
    let request = request(operation, input)
    let response = try await caller.call(request, as: provider, observe: observe)
    let answer = try response.jsonObject(.secretsmanager, operation)
    if let secret = answer["SecretString"]?.string { return secret }
    guard answer["SecretBinary"] != nil else {
      throw .invalidAnswer(.secretsmanager, operation, response, "it has no SecretString")
    }
    throw AWSError(
      service: .secretsmanager, operation: operation, httpStatus: response.status, code: "SecretIsBinary",
      message: "the secret \(id) holds bytes, not text: store it as a SecretString",
      requestId: response.requestId, classification: ErrorClassification(.permanent, "invalid-request"),
      mayHaveBeenProcessed: false)
  }

  /// Makes `text` the secret's current value; the one before stays as `AWSPREVIOUS`.
  /// - Parameter token: names the new version (32 to 64 characters): the same token and text are one version,
  ///   however often they are sent.
  package func putSecretString(
    id: String, text: String, token: String,
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) {
    var request = request(
      "PutSecretValue",
      ["SecretId": .string(id), "SecretString": .string(text), "ClientRequestToken": .string(token)])
    request.secrets = [text]
    _ = try await caller.call(request, as: provider, observe: observe)
  }

  /// AWS's JSON 1.1 protocol.
  private func request(_ operation: String, _ input: [String: JSONValue]) -> AWSRequest {
    AWSRequest(
      .secretsmanager, operation, region: region,
      headers: [
        "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "secretsmanager.\(operation)",
      ],
      body: JSONValue.object(input).bytes(), repetition: .safe)
  }
}
