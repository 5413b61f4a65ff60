import AWSClient
import WorkQueue

/// Gives a connector profile other properties or credentials.
struct UpdateConnectorProfile: AWSOperation {
  static let name = "update-connector-profile"
  let access: AWSAccess

  func carryOut(_ work: TenantWork) async throws -> Outcome {
    let connection = PrivateConnection(work)
    if let connection, connection.isAwaited {
      return try await connection.outcome(result: #"{"changed":true}"#)
    }
    do {
      let body = try await work.awsPayload(withClientToken: true)
      let answer = try await work.send(.updateConnectorProfile, body: body)
      var result: [String: JSONValue] = [:]
      result["connectorProfileArn"] = answer["connectorProfileArn"]
      let summary = JSONValue.object(result).text()
      guard let connection else { return .succeeded(result: summary) }
      return try await connection.outcome(result: summary)
    } catch let error as AWSError {
      return try work.outcomeOfProfileUpdate(error)
    }
  }
}

extension TenantWork {
  /// What an UpdateConnectorProfile that failed means.
  func outcomeOfProfileUpdate(_ error: AWSError) throws(AWSError) -> Outcome {
    var failure = AWSFailure.failure(of: error)
    switch error.classification.errorClass {
    case .notFound:
      failure.maxAttempts = AWSFailure.notFoundAttempts
      return .retry(failure)
    case .conflict:
      return .retry(
        AWSFailure.slower(
          failure, pauseMs: AWSFailure.conflictPauseMs, attempts: AWSFailure.conflictAttempts))
    default: throw error
    }
  }
}
