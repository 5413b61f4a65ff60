import AWSClient
import WorkQueue

/// Proves that the tenant's role can be assumed, and by whom: what everything else of the tenant rests on.
struct AssumeRole: AWSOperation {
  static let name = "assume-role"
  let access: AWSAccess

  func carryOut(_ work: TenantWork) async throws -> Outcome {
    guard let roleARN = work.payload["RoleArn"]?.string ?? work.tenant.roleARN else {
      throw TenantMisconfigured("tenant '\(work.tenant.name)' has no role to assume")
    }
    let externalId = work.payload["ExternalId"]?.string ?? work.tenant.externalId
    let sessionName =
      work.payload["RoleSessionName"]?.string ?? TenantWork.sessionName(work.tenant.name)
    // Not from the cache: the job is there to find out whether the role lets us in now.
    let role = try await work.sts.assumeRole(
      roleARN: roleARN, externalId: externalId, sessionName: sessionName,
      durationSeconds: Int(work.payload["DurationSeconds"]?.integer ?? 3600), as: access.credentials,
      observe: work.observe)
    let identity = try await work.sts.callerIdentity(
      as: StaticCredentials(role.credentials), observe: work.observe)
    if let expected = RoleARN(roleARN)?.accountID, identity.account != expected {
      return .dead(
        Failure(
          reason: "wrong-account",
          message: "assuming \(roleARN) gave an identity of account \(identity.account), not \(expected)"))
    }
    if work.payload["verifyExternalId"]?.bool == true,
      let refusal = try await openDoor(roleARN, sessionName, work)
    {
      return .dead(refusal)
    }
    var result: [String: JSONValue] = [
      "account": .string(identity.account), "arn": .string(identity.arn),
    ]
    result["expiresAtMs"] = role.credentials.expiresAtMs.map { .integer($0) }
    return .succeeded(result: JSONValue.object(result).text())
  }

  /// A role that lets us in without its external id lets in everybody who guesses its ARN, by way of us.
  private func openDoor(_ roleARN: String, _ sessionName: String, _ work: TenantWork) async throws -> Failure?
  {
    do throws(AWSError) {
      _ = try await work.sts.assumeRole(
        roleARN: roleARN, externalId: nil, sessionName: sessionName, as: access.credentials,
        observe: work.observe)
    } catch {
      guard error.classification.reason == "assume-role-denied" else { throw error }
      return nil
    }
    return Failure(
      reason: "external-id",
      message: "\(roleARN) can be assumed without its external id; the tenant must add the condition "
        + "sts:ExternalId to the role's trust policy")
  }
}
