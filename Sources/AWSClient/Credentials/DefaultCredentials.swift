package import TimeAndChance

/// The credentials that AWS's own tools would use here: the environment's keys, the profile's (a role, a web
/// identity, an SSO session, keys in a file, a program), a container's, an instance's. They are kept in memory only,
/// and fetched anew before they expire: by one of those who ask from 15 minutes before, by all from 10.
package struct DefaultCredentials: CredentialsProvider {
  private let settings: AWSSettings
  private let caller: any AWSCalling
  private let transport: any HTTPTransport
  private let time: any TimeSource
  private let random: any RandomSource
  private let files: FileReader
  private let processes: any ProcessRunning
  private let cache: RefreshingCache<String, SourcedCredentials>

  /// - Parameters:
  ///   - transport: reaches STS, SSO, the container's endpoint and the instance's metadata.
  ///   - files: read anew whenever credentials are fetched.
  package init(
    settings: AWSSettings, transport: any HTTPTransport, time: any TimeSource, random: any RandomSource,
    files: FileReader = .system, processes: any ProcessRunning = SystemProcesses()
  ) {
    self.settings = settings
    self.transport = transport
    self.time = time
    self.random = random
    self.files = files
    self.processes = processes
    caller = AWSClient(
      transport: transport, endpoints: settings.endpoints, time: time, random: random)
    cache = RefreshingCache(
      time: time,
      policy: RefreshPolicy(earlyMs: AWSLimits.credentialsEarlyRefreshBeforeExpiryMs), capacity: 1,
      cancelled: .cancelled(.sts, "GetCredentials"))
  }

  package func credentials(
    observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSCredentials {
    try await sourced(observe: observe).credentials
  }

  /// The credentials together with where they came from, which may be told to anybody.
  package func sourced(
    observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> SourcedCredentials {
    try await cache.value(settings.profileName) { () async throws(AWSError) -> SourcedCredentials in
      try await fetch(observe: observe)
    }
  }

  package func invalidate(_ credentials: AWSCredentials) async {
    cache.forget(settings.profileName) { $0.credentials == credentials }
  }

  private func fetch(
    observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> SourcedCredentials {
    let current: AWSSettings
    do {
      current = try settings.reread(files)
    } catch {
      throw AWSError(error)
    }
    let chain = CredentialChain(
      surroundings: CredentialSurroundings(
        settings: current, caller: caller, transport: transport, time: time, random: random, files: files,
        processes: processes))
    guard let found = try await chain.find(observe: observe) else { throw Self.nothingFound(in: current) }
    if let expiresAtMs = found.expiresAtMs, expiresAtMs <= time.nowMs() {
      throw .noCredentials("the credentials from \(found.source) have expired: expected newer ones there")
    }
    return found
  }

  private static func nothingFound(in settings: AWSSettings) -> AWSError {
    let profiles = settings.profiles
    let environment =
      settings.isProfileExplicit ? "" : "the environment has no AWS_ACCESS_KEY_ID, "
    return .noCredentials(
      "no AWS credentials: \(environment)\(settings.profile.title) in \(profiles.configName) and "
        + "\(profiles.credentialsName) has none, and neither a container's endpoint nor an instance's metadata gives "
        + "any; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile in AWS_PROFILE")
  }
}
