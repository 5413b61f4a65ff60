import AWSClient
import WorkQueue

/// The secret that a refresh token is kept in, which is written when Salesforce rotates the token.
struct RotatingSecret {
  private let work: TenantWork
  private let secret: SecretsManagerReference
  private let reference: SecretReference
  private let region: String

  /// Nil if the payload's refresh token is no reference to a secret of Secrets Manager.
  init?(_ work: TenantWork) throws {
    guard let text = work.payload["refreshToken"]?.string,
      case .secretsManager(let secret)? = try? SecretReference(parsing: text)
    else { return nil }
    self.work = work
    self.secret = secret
    reference = .secretsManager(secret)
    region = secret.region ?? work.access.region ?? work.region
  }

  private var place: PendingRotations.Place { .init(region: region, reference: reference) }

  /// Stores a successor that an earlier attempt got and could not store; not over what somebody else has stored
  /// since.
  func storePending() async throws {
    guard let pending = work.access.rotations.pending(for: place) else { return }
    guard try await SecretsManagerResolver(work: work).resolve(reference) == pending.predecessor else {
      return work.access.rotations.forget(place)
    }
    try await store(pending.successor, insteadOf: pending.predecessor)
  }

  func store(_ successor: String, insteadOf predecessor: String?) async throws {
    work.access.rotations.keep(.init(predecessor: predecessor, successor: successor), for: place)
    // Another profile's refresh token may be a member of the same secret.
    try await work.access.secretLocks.withLock("\(region) \(secret.id)") { try await put(successor) }
    work.access.rotations.forget(place)
  }

  private func put(_ successor: String) async throws {
    let resolver = SecretsManagerResolver(work: work)
    var text = successor
    if let key = secret.jsonKey {
      let current = try await resolver.secretString(secret, reference)
      text = try replacing(key, with: successor, in: current)
    }
    let manager = SecretsManager(caller: work.access.caller, region: region)
    // The same text is the same version, however often it is sent.
    let token = SHA256.hex(of: Array("\(work.context.requestToken)/\(text)".utf8))
    try await manager.putSecretString(
      id: secret.id, text: text, token: token, as: resolver.provider(for: secret), observe: work.observe)
  }

  /// Only that member changes: what else the secret holds, and how it is written, is not ours.
  private func replacing(_ key: String, with successor: String, in text: String) throws(SecretError) -> String
  {
    guard let document = try? JSONDocument(parsing: text),
      let member = document.root.members?.first(where: { $0.name == key })
    else {
      throw SecretError(reference, .unusable, "the secret is not a JSON object with the member '\(key)'")
    }
    let bytes = document.text(replacing: [(member.value.range, JSONEscaping.quoted(successor))])
    return String(decoding: bytes, as: UTF8.self)
  }
}
