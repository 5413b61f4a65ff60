import AWSClient
import WorkQueue

/// Reads secrets from AWS Secrets Manager for one attempt of one job.
struct SecretsManagerResolver: SecretResolver {
  let work: TenantWork

  func resolve(_ reference: SecretReference) async throws(SecretError) -> String {
    guard case .secretsManager(let wanted) = reference else {
      throw SecretError(reference, .unusable, "is not a secret of Secrets Manager")
    }
    let text = try await secretString(wanted, reference)
    guard let key = wanted.jsonKey else { return text }
    guard let members = (try? JSONValue(parsing: text))?.object else {
      throw SecretError(reference, .unusable, "the secret is not a JSON object")
    }
    guard let value = members[key]?.string else {
      throw SecretError(reference, .missing, "the secret has no text member '\(key)'")
    }
    return value
  }

  /// The whole secret.
  func secretString(
    _ wanted: SecretsManagerReference, _ reference: SecretReference
  ) async throws(SecretError) -> String {
    let manager = SecretsManager(
      caller: work.access.caller, region: wanted.region ?? work.access.region ?? work.region)
    do {
      return try await manager.secretString(
        id: wanted.id, versionStage: wanted.versionStage, as: provider(for: wanted), observe: work.observe)
    } catch {
      switch error.classification.errorClass {
      case .transient, .throttle:
        throw SecretError(reference, .unavailable, "\(error.code): \(error.message)")
      case .notFound: throw SecretError(reference, .missing, "there is no such secret")
      default: throw SecretError(reference, .accessDenied, "\(error.code): \(error.message)")
      }
    }
  }

  /// A secret whose ARN is the tenant's own is read as the tenant; every other one is the ISV's.
  func provider(for wanted: SecretsManagerReference) -> any CredentialsProvider {
    guard let account = wanted.accountId, let role = work.tenant.roleARN.flatMap({ RoleARN($0) }),
      role.accountID == account
    else { return work.access.credentials }
    return work.credentials
  }
}
