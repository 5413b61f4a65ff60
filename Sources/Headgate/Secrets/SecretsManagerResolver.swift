import AWSClient
import Synchronization
import WorkQueue

/// Reads secrets from AWS Secrets Manager for one attempt of one job, each once: two members of one secret come
/// from the same version of it.
final class SecretsManagerResolver: SecretResolver {
  private let work: TenantWork
  /// Texts by the reference without its JSON key.
  private let known = Mutex<[SecretsManagerReference: String]>([:])

  init(work: TenantWork) { self.work = work }

  func resolve(_ reference: SecretReference) async throws(SecretError) -> String {
    guard case .secretsManager(let wanted) = reference else {
      throw SecretError(reference, .unusable, "is not a secret of Secrets Manager")
    }
    let whole = SecretsManagerReference(id: wanted.id, versionStage: wanted.versionStage)
    let text: String
    if let found = known.withLock({ $0[whole] }) {
      text = found
    } else {
      text = try await secretString(wanted, reference)
      known.withLock { $0[whole] = text }
    }
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
      // A quota that a read can exhaust is one of requests.
      case .transient, .throttle, .quota:
        throw SecretError(reference, .unavailable, "\(error.code): \(error.message)")
      case .credentials:
        throw SecretError(reference, .credentialsRefused, "\(error.code): \(error.message)")
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
