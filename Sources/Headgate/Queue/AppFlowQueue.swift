package import AWSClient
package import TimeAndChance
public import WorkQueue

/// Headgate as a library: a queue of operations on Amazon AppFlow.
///
///     let queue = try AppFlowQueue(path: "headgate.db")
///     try await queue.jobs.enqueue(
///       NewJob(tenant: "acme", kind: "start-flow", idempotencyKey: "acme-start-1",
///              payload: #"{"flowName":"accounts"}"#))
public struct AppFlowQueue: Sendable {
  /// The queue, which checks every payload by AWS's own constraints before it takes it.
  public let jobs: JobQueue
  let access: AWSAccess

  /// Opens the database to enqueue and to look, and makes it if there is none (readable by its owner alone).
  ///
  /// - Throws: `DatabaseError`.
  public init(path: String) throws {
    try QueueDatabase.prepare(path: path, rules: KindCatalog.rules)
    try self.init(opening: path, connection: .none, environment: [:])
  }

  /// Opens the database to work as well, and makes it if there is none.
  ///
  /// - Parameters:
  ///   - path: of the database's file.
  ///   - environment: AWS's own variables: `AWS_PROFILE`, `AWS_REGION`, `AWS_ENDPOINT_URL`, …; they and the files that
  ///     they name give credentials, Region and endpoints, as for AWS's own tools. Also what `{{resolve:env:NAME}}`
  ///     reads.
  /// - Throws: `DatabaseError`, or an error that says which of AWS's settings cannot be used.
  public init(path: String, environment: [String: String]) throws {
    let settings = try AWSSettings.load(environment: environment)
    try QueueDatabase.prepare(path: path, rules: KindCatalog.rules)
    try self.init(
      opening: path, connection: AWSConnection(settings, vault: SecretVault()), environment: environment,
      limits: RateLimits())
  }

  /// Opens a database that was prepared.
  package init(
    opening path: String, connection: AWSConnection, environment: [String: String],
    limits: RateLimits = .none, time: any TimeSource = SystemTime(),
    random: any RandomSource = SystemRandom()
  ) throws {
    let store = try SQLiteJobStore(path: path)
    access = AWSAccess(
      connection, environment: environment, limits: limits, time: time, random: random,
      // A wake that fails is made good by the waiting jobs' own next look.
      recovered: {
        _ = try? await store.wake(reason: CredentialBreakers.reason, tenant: $0, atMs: time.nowMs())
      })
    jobs = JobQueue(store: store, operations: access.operations(), time: time, random: random)
  }

  /// - Throws: `TenantMisconfigured`, `DatabaseError`.
  func tenantAccess(_ name: String) async throws -> TenantAccess {
    try TenantAccess(try await jobs.tenant(named: name), named: name, access: access)
  }
}
