/// AWS Security Token Service.
package struct STS: Sendable {
  private let caller: any AWSCalling
  private let region: String

  package init(caller: any AWSCalling, region: String) {
    self.caller = caller
    self.region = region
  }

  /// - Parameter externalId: nil sends none, as onboarding does to see that the role then refuses.
  package func assumeRole(
    roleARN: String, externalId: String?, sessionName: String, durationSeconds: Int = 3600,
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AssumedRole {
    var parameters = [
      ("RoleArn", roleARN), ("RoleSessionName", sessionName), ("DurationSeconds", String(durationSeconds)),
    ]
    if let externalId { parameters.append(("ExternalId", externalId)) }
    let (response, result) = try await call("AssumeRole", parameters, as: provider, observe: observe)
    return try Self.assumedRole(in: result, response, "AssumeRole")
  }

  /// Assumes a role by an identity provider's token; the call is not signed.
  package func assumeRoleWithWebIdentity(
    roleARN: String, token: String, sessionName: String, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AssumedRole {
    let operation = "AssumeRoleWithWebIdentity"
    let (response, result) = try await call(
      operation,
      [("RoleArn", roleARN), ("RoleSessionName", sessionName), ("WebIdentityToken", token)],
      secrets: [token], as: StaticCredentials(.anonymous), observe: observe)
    return try Self.assumedRole(in: result, response, operation)
  }

  private static func assumedRole(
    in result: XMLElement, _ response: AWSResponse, _ operation: String
  ) throws(AWSError) -> AssumedRole {
    guard let accessKeyId = result["Credentials", "AccessKeyId"]?.text,
      let secretAccessKey = result["Credentials", "SecretAccessKey"]?.text,
      let sessionToken = result["Credentials", "SessionToken"]?.text,
      let expiration = result["Credentials", "Expiration"]?.text,
      let expiresAtMs = Timestamp.parseISO8601(expiration),
      let arn = result["AssumedRoleUser", "Arn"]?.text,
      let id = result["AssumedRoleUser", "AssumedRoleId"]?.text
    else { throw .invalidAnswer(.sts, operation, response, "credentials are missing from it") }
    return AssumedRole(
      credentials: AWSCredentials(
        accessKeyId: accessKeyId, secretAccessKey: secretAccessKey, sessionToken: sessionToken,
        expiresAtMs: expiresAtMs),
      assumedRoleARN: arn, assumedRoleId: id)
  }

  package func callerIdentity(
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> CallerIdentity {
    let (response, result) = try await call("GetCallerIdentity", [], as: provider, observe: observe)
    guard let account = result["Account"]?.text, let arn = result["Arn"]?.text,
      let userId = result["UserId"]?.text
    else { throw .invalidAnswer(.sts, "GetCallerIdentity", response, "the account is missing from it") }
    return CallerIdentity(account: account, arn: arn, userId: userId)
  }

  /// AWS's query protocol: a form in, `<{Operation}Response><{Operation}Result>` out.
  private func call(
    _ operation: String, _ parameters: [(String, String)], secrets: [String] = [],
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> (AWSResponse, XMLElement) {
    let form = [("Action", operation), ("Version", "2011-06-15")] + parameters
    var request = AWSRequest(
      .sts, operation, region: region,
      headers: ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"],
      body: Array(form.map { "\($0)=\(PercentEncoding.encode($1))" }.joined(separator: "&").utf8),
      repetition: .safe)
    request.secrets = secrets
    let response = try await caller.call(request, as: provider, observe: observe)
    let document: XMLElement
    do {
      document = try XMLReader.read(response.body)
    } catch {
      throw .invalidAnswer(.sts, operation, response, "\(error.message) (byte \(error.byteOffset))")
    }
    guard let result = document["\(operation)Result"] else {
      throw .invalidAnswer(.sts, operation, response, "it has no \(operation)Result")
    }
    return (response, result)
  }
}
