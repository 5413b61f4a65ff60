package import AWSClient
package import TimeAndChance

/// The way to AWS: over what, as whom, and where the ISV itself is at home.
package struct AWSConnection: Sendable {
  package let caller: any AWSCalling
  package let transport: any HTTPTransport
  /// The ISV's own.
  package let credentials: any CredentialsProvider
  package let region: String?
  /// What must not be printed or stored of all that is sent and answered.
  package let vault: SecretVault

  /// As AWS's variables and files say.
  package init(
    _ settings: AWSSettings, vault: SecretVault, time: any TimeSource = SystemTime(),
    random: any RandomSource = SystemRandom()
  ) {
    let bundle = settings.environment["AWS_CA_BUNDLE"].flatMap { $0.isEmpty ? nil : $0 }
    vault.learn(environment: settings.environment)
    let transport = SecretWatch(LazyTransport(caBundlePath: bundle), vault: vault)
    self.init(
      watched: transport, vault: vault, endpoints: settings.endpoints,
      credentials: DefaultCredentials(settings: settings, transport: transport, time: time, random: random),
      region: settings.region, time: time, random: random)
  }

  /// Over a transport of one's own: a simulated AWS.
  package init(
    transport: any HTTPTransport, endpoints: EndpointResolver = EndpointResolver(environment: [:]),
    credentials: any CredentialsProvider, region: String? = nil, vault: SecretVault, time: any TimeSource,
    random: any RandomSource
  ) {
    self.init(
      watched: SecretWatch(transport, vault: vault), vault: vault, endpoints: endpoints,
      credentials: credentials, region: region, time: time, random: random)
  }

  private init(
    watched transport: SecretWatch, vault: SecretVault, endpoints: EndpointResolver,
    credentials: any CredentialsProvider, region: String?, time: any TimeSource, random: any RandomSource
  ) {
    self.vault = vault
    caller = AWSClient(transport: transport, endpoints: endpoints, time: time, random: random)
    self.transport = transport
    self.credentials = credentials
    self.region = region
  }

  /// No way at all, for who only enqueues: a call says how to get one.
  package static let none = AWSConnection(
    transport: LazyTransport(), credentials: NoCredentials(), vault: SecretVault(), time: SystemTime(),
    random: SystemRandom())
}
