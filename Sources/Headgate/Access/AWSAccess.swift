package import AWSClient
package import TimeAndChance
package import WorkQueue

/// How operations reach AWS: one client for all tenants, the ISV's own credentials, and a cache of the tenants'. An
/// object: each attempt of each job holds it.
package final class AWSAccess: Sendable {
  /// Without a limit: `TenantWork` puts the limit of the tenant's account before it.
  let service: any AWSCalling
  /// For the ISV's own account, within its limits.
  let caller: any AWSCalling
  let limiter: RateLimiter
  let breakers: CredentialBreakers
  /// For what is not AWS: Salesforce's token endpoint.
  let transport: any HTTPTransport
  /// The ISV's: they assume the tenants' roles and read the ISV's secrets.
  let credentials: any CredentialsProvider
  let roles: RoleCredentialsCache
  let rotations = PendingRotations()
  /// The ISV's own, where secrets that are named without a Region are read; nil: the tenant's.
  let region: String?
  let environment: [String: String]
  let vault: SecretVault
  let buckets = BucketLocks()
  /// For secrets that are read, changed and written.
  let secretLocks = BucketLocks()

  /// - Parameters:
  ///   - limits: the rates that calls start at, per account and Region.
  ///   - recovered: told whose credentials, once refused, are good again; nil: the worker's own.
  ///   - environment: what `{{resolve:env:…}}` reads.
  package init(
    _ connection: AWSConnection, environment: [String: String], limits: RateLimits = .none,
    time: any TimeSource,
    random: any RandomSource, recovered: @escaping @Sendable (_ tenant: String?) async -> Void = { _ in }
  ) {
    service = connection.caller
    limiter = RateLimiter(limits: limits, time: time)
    self.caller = RateLimitedCaller(connection.caller, limiter: limiter, account: RateKey.ownAccount)
    breakers = CredentialBreakers(time: time, random: random) { await recovered($0.tenant) }
    transport = connection.transport
    credentials = connection.credentials
    roles = RoleCredentialsCache(caller: self.caller, base: connection.credentials, time: time)
    region = connection.region
    self.environment = environment
    vault = connection.vault
  }

  /// The operations of every kind, ready for a worker.
  package func operations() -> OperationRegistry {
    OperationRegistry(
      [
        AssumeRole(access: self), PutBucketPolicy(access: self), CreateConnectorProfile(access: self),
        UpdateConnectorProfile(access: self), DeleteConnectorProfile(access: self),
        RefreshConnectorProfile(access: self), CreateFlow(access: self), UpdateFlow(access: self),
        StartFlow(access: self), StopFlow(access: self), DeleteFlow(access: self),
      ], secretFields: KindCatalog.secretFields, waitingReasons: [CredentialBreakers.reason], redacting: vault
    )
  }
}
