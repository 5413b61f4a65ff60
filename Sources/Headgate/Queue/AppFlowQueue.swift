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

  /// Opens the database, and makes it if there is none (readable by its owner alone).
  ///
  /// - Parameter environment: AWS's own variables: `AWS_ACCESS_KEY_ID`, `AWS_REGION`, `AWS_ENDPOINT_URL`, …;
  ///   they are read when a worker first calls AWS.
  /// - Throws: `DatabaseError`.
  public init(path: String, environment: [String: String]) throws {
    try QueueDatabase.prepare(path: path, rules: KindCatalog.rules)
    try self.init(
      opening: path, environment: environment,
      transport: LazyTransport(caBundlePath: environment["AWS_CA_BUNDLE"]),
      credentials: EnvironmentCredentials(environment), limits: RateLimits(), time: SystemTime(),
      random: SystemRandom())
  }

  /// Opens a database that was prepared.
  ///
  /// - Parameter transport: how requests reach AWS.
  package init(
    opening path: String, environment: [String: String], transport: any HTTPTransport,
    credentials: any CredentialsProvider, limits: RateLimits = .none, time: any TimeSource,
    random: any RandomSource
  ) throws {
    let store = try SQLiteJobStore(path: path)
    let client = AWSClient(
      transport: transport, endpoints: EndpointResolver(environment: environment), time: time, random: random)
    access = AWSAccess(
      caller: client, transport: transport, credentials: credentials,
      region: environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"], environment: environment,
      limits: limits, time: time, random: random,
      // A wake that fails is made good by the waiting jobs' own next look.
      recovered: {
        _ = try? await store.wake(reason: CredentialBreakers.reason, tenant: $0, atMs: time.nowMs())
      },
      tenant: { try await store.tenant(named: $0) })
    jobs = JobQueue(store: store, operations: access.operations(), time: time, random: random)
  }
}
