import AWSClient
import Synchronization
import TimeAndChance
import WorkQueue

extension TenantWork {
  /// The job's request as it goes to AWS: the payload's own bytes with a client token, and with the secrets that
  /// it refers to. Its digest is on disk before anything is sent: other secrets are another request, which needs
  /// another client token, because AppFlow refuses one that comes back with other parameters.
  func awsPayload(withClientToken: Bool) async throws -> AWSPayload {
    try await awsPayload(stripping: [], tokenSuffix: withClientToken ? "" : nil)
  }

  /// The same with a client token that differs from the job's usual one.
  func awsPayload(tokenSuffix: String) async throws -> AWSPayload {
    try await awsPayload(stripping: [], tokenSuffix: tokenSuffix)
  }

  /// The update that makes an existing thing what the create's payload wants. What an update cannot change is
  /// left out.
  func awsPayload(updatingInsteadOf created: AWSUpdate) async throws -> AWSPayload {
    withDescription(
      try await awsPayload(stripping: created.unchangeable, tokenSuffix: "-update"), created)
  }

  /// An update's own payload.
  func awsPayload(updating updated: AWSUpdate) async throws -> AWSPayload {
    withDescription(try await awsPayload(withClientToken: true), updated)
  }

  /// A request that is made here, not taken from the payload, with a client token of its own for each content.
  func awsPayload(made request: JSONValue, secrets: [String]) async throws -> AWSPayload {
    let text = request.text()
    let generation = try await generation(of: Array(text.utf8))
    return AWSPayload(
      bytes: try AWSBody.bytes(payload: text, clientToken: "\(context.requestToken)-\(generation)"),
      secrets: secrets)
  }

  /// UpdateFlow keeps an old description unless it is given a new one, be it empty.
  private func withDescription(_ body: AWSPayload, _ updated: AWSUpdate) -> AWSPayload {
    guard updated == .flow, payload["description"] == nil,
      let end = body.bytes.lastIndex(of: UInt8(ascii: "}"))
    else { return body }
    return AWSPayload(
      bytes: Array(body.bytes[..<end]) + Array(#","description":""}"#.utf8), secrets: body.secrets)
  }

  private func awsPayload(
    stripping members: Set<String>, tokenSuffix: String?
  ) async throws -> AWSPayload {
    let secrets = try await resolveSecrets()
    let own = AWSBody.ownMembers(of: context.job.kind)
    var token = tokenSuffix.map { context.requestToken + $0 }
    if token != nil, !secrets.isEmpty {
      // Create and update of one job share their generations, so that neither takes the other for a change.
      let generation = try await generation(
        of: try AWSBody.bytes(of: document, stripping: own, secrets: secrets))
      if generation > 1 { token?.append("-\(generation)") }
    }
    let bytes = try AWSBody.bytes(
      of: document, stripping: members.union(own), clientToken: token, secrets: secrets)
    return AWSPayload(bytes: bytes, secrets: Array(secrets.values))
  }

  /// The same for all of an attempt, however often it is asked.
  func resolveSecrets() async throws -> [SecretReference: String] {
    if let known = secrets.values.withLock({ $0 }) { return known }
    let references = try SecretReference.all(in: document)
    return references.isEmpty ? [:] : try await resolve(references)
  }

  // Not inlined, as most jobs have none: each that is under way would hold the memory for what happens here.
  @inline(never)
  private func resolve(_ references: [SecretReference]) async throws -> [SecretReference: String] {
    let resolver = RoutingSecretResolver(
      environment: EnvironmentSecretResolver(environment: access.environment),
      secretsManager: SecretsManagerResolver(work: self))
    var secrets: [SecretReference: String] = [:]
    for reference in references {
      let secret = try await resolver.resolve(reference)
      access.vault.learn(secret)
      secrets[reference] = secret
    }
    self.secrets.values.withLock { [secrets] in $0 = secrets }
    return secrets
  }

  /// 1 for the first secrets that this job sends, one more for each others.
  private func generation(of body: [UInt8]) async throws -> Int64 {
    let digest = digest(of: body)
    let known = context.job.checkpoint.flatMap { try? JSONValue(parsing: $0) }
    let generation = known?["generation"]?.integer ?? 0
    if known?["digest"]?.string == digest { return max(generation, 1) }
    let checkpoint: JSONValue = ["digest": .string(digest), "generation": .integer(generation + 1)]
    try await context.checkpoint(checkpoint.text())
    return generation + 1
  }

  /// Whether an earlier attempt of this job sent other secrets than those of today.
  func hasSentOtherSecrets() async throws -> Bool {
    guard let known = context.job.checkpoint.flatMap({ try? JSONValue(parsing: $0) }),
      let digest = known["digest"]?.string
    else { return false }
    let own = AWSBody.ownMembers(of: context.job.kind)
    let plain = try AWSBody.bytes(
      of: document, stripping: own, secrets: try await resolveSecrets())
    return (known["generation"]?.integer ?? 1) > 1 || digest != self.digest(of: plain)
  }

  private func digest(of body: [UInt8]) -> String {
    // Salted with what is unique to the job, so that equal secrets of two jobs do not show.
    SHA256.hex(of: Array(context.requestToken.utf8) + body)
  }

  /// How long AppFlow remembers a client token.
  static let clientTokenLifeMs: Int64 = 8 * 3_600_000

  /// Whether AppFlow may have forgotten the client token, so that a create has to look first.
  var tokenMayBeForgotten: Bool {
    context.time.nowMs() - context.job.createdAtMs >= Self.clientTokenLifeMs
  }
}
