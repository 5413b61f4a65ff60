import AWSClient
import WorkQueue

/// Creates a connector profile. One of that name that looks as it was wanted counts as created; its credentials
/// can never be read back.
struct CreateConnectorProfile: AWSOperation {
  static let name = "create-connector-profile"
  let access: AWSAccess

  func carryOut(_ work: TenantWork) async throws -> Outcome {
    let connection = PrivateConnection(work)
    if let connection, connection.isAwaited, let found = try await describe(work) {
      return try await connection.outcome(result: summary(found, work, adopted: false))
    }
    let outcome = try await create(work)
    guard let connection, case .succeeded(let result?) = outcome else { return outcome }
    return try await connection.outcome(result: result)
  }

  private func create(_ work: TenantWork) async throws -> Outcome {
    if work.tokenMayBeForgotten, let found = try await describe(work) {
      return try await settle(found, work)
    }
    do {
      let body = try await work.awsPayload(withClientToken: true)
      let answer = try await work.send(.createConnectorProfile, body: body)
      return .succeeded(result: summary(answer, work, adopted: false))
    } catch let error as AWSError where error.classification.errorClass == .conflict {
      guard let found = try await describe(work) else { return AWSFailure.retryConflict(error) }
      return try await settle(found, work)
    } catch let error as AWSError {
      return try await work.outcomeOfRefusal(error)
    }
  }

  private func describe(_ work: TenantWork) async throws -> JSONValue? {
    try await work.appFlow.connectorProfile(
      work.name("connectorProfileName"), as: work.credentials, observe: work.observe)
  }

  private func settle(_ found: JSONValue, _ work: TenantWork) async throws -> Outcome {
    let differences = ConnectorProfileComparison.differences(wanted: work.payload, actual: found)
    let policy = ConflictPolicy(work.payload)
    // Of the same looks, but perhaps with older credentials: an earlier attempt of this job sent others.
    let isOutdated = try await work.hasSentOtherSecrets()
    if differences.isEmpty, !isOutdated || policy == .adopt {
      return .succeeded(result: summary(found, work, adopted: true))
    }
    switch differences.isEmpty ? .update : policy {
    case .adopt: return .succeeded(result: summary(found, work, adopted: true))
    case .update:
      let body = try await work.awsPayload(updatingInsteadOf: .connectorProfile)
      _ = try await work.send(.updateConnectorProfile, body: body)
      return .succeeded(result: summary(found, work, adopted: true))
    case .fail:
      return .dead(
        Failure(
          reason: "conflict",
          message: "connector profile \(work.name("connectorProfileName")) is there already and is another "
            + "one: " + differences.prefix(5).map(\.description).joined(separator: "; ")))
    }
  }

  private func summary(_ answer: JSONValue, _ work: TenantWork, adopted: Bool) -> String {
    var result: [String: JSONValue] = ["connectorProfileName": .string(work.name("connectorProfileName"))]
    result["connectorProfileArn"] = answer["connectorProfileArn"]
    if adopted { result["adopted"] = true }
    return JSONValue.object(result).text()
  }
}
