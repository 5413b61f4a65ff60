import AWSClient
import TimeAndChance
import WorkQueue

/// Gets a new access token from Salesforce and gives it to the connector profile, for those who do not let AppFlow
/// refresh by itself.
///
/// A refresh token that Salesforce rotates is void as soon as its successor is issued, so the successor is stored
/// in Secrets Manager before anything else happens; until that has worked it is also kept in memory.
struct RefreshConnectorProfile: AWSOperation {
  static let name = "refresh-connector-profile"
  let access: AWSAccess

  func carryOut(_ work: TenantWork) async throws -> Outcome {
    let rotation = try RotatingSecret(work)
    try await rotation?.storePending()
    let request = try RefreshRequest(
      work.payload, secrets: try await work.resolveSecrets(), nowMs: work.context.time.nowMs())
    let token: SalesforceToken
    do {
      token = try await SalesforceTokens(transport: access.transport, time: work.context.time).token(
        request.grant, at: request.tokenURL, observe: work.observe)
    } catch {
      return outcome(of: error)
    }
    if let rotated = token.refreshToken, rotated != request.refreshToken {
      guard let rotation else {
        return .dead(
          Failure(
            reason: "secret-unusable",
            message: "Salesforce rotated the refresh token, and refreshToken is no reference to a secret of "
              + "Secrets Manager where the new one could be stored; store a valid one there"))
      }
      try await rotation.store(rotated, insteadOf: request.refreshToken)
    }
    return try await update(work, request, token)
  }

  private func update(
    _ work: TenantWork, _ request: RefreshRequest, _ token: SalesforceToken
  ) async throws -> Outcome {
    let name = work.name("connectorProfileName")
    guard
      let profile = try await work.appFlow.connectorProfile(name, as: work.credentials, observe: work.observe)
    else {
      return .retry(
        Failure(
          reason: "not-found",
          message: "there is no connector profile \(name) in \(work.region); create it first",
          maxAttempts: AWSFailure.notFoundAttempts))
    }
    let refreshToken = token.refreshToken ?? request.refreshToken
    var credentials = refreshToken == nil ? request.grantWithoutRefreshToken : [:]
    credentials["accessToken"] = .string(token.accessToken)
    credentials["refreshToken"] = refreshToken.map { .string($0) }
    credentials["clientCredentialsArn"] = work.payload["clientCredentialsArn"]
    let update: JSONValue = [
      "connectorProfileName": .string(name), "connectionMode": profile["connectionMode"] ?? "Public",
      "connectorProfileConfig": [
        "connectorProfileProperties": profile["connectorProfileProperties"] ?? ["Salesforce": [:]],
        "connectorProfileCredentials": ["Salesforce": .object(credentials)],
      ],
    ]
    let secrets = credentials.filter { $0.key != "clientCredentialsArn" }.values.compactMap(\.string)
    do {
      _ = try await work.send(
        .updateConnectorProfile, body: try await work.awsPayload(made: update, secrets: secrets))
    } catch let error as AWSError {
      return try work.outcomeOfProfileUpdate(error)
    }
    return .succeeded(
      result: JSONValue.object([
        "connectorProfileName": .string(name), "rotated": .bool(refreshToken != request.refreshToken),
      ]).text())
  }

  private func outcome(of error: SalesforceError) -> Outcome {
    let failure = Failure(
      reason: error.classification.reason,
      message: "salesforce Token: \(error.code)" + (error.message.isEmpty ? "" : ": \(error.message)"),
      retryAfterMs: error.retryAfterMs)
    switch error.classification.errorClass {
    case .transient, .throttle: return .retry(failure)
    case .connectorServer:
      return .retry(
        AWSFailure.slower(
          failure, pauseMs: AWSFailure.connectorServerPauseMs, attempts: AWSFailure.connectorServerAttempts))
    default: return .dead(failure)
    }
  }
}
