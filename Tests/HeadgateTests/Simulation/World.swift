import AWSClient
import AWSSandbox
import Headgate
import SQLite
import TimeAndChance
import WorkQueue

/// The whole of Headgate on a simulated AWS and a simulated clock: the real queue, store, worker, operations and
/// client.
final class World: Sendable {
  let simulation: Simulation
  let sandbox: SandboxTransport
  /// What stands between Headgate and the sandbox, or the sandbox itself.
  private let transport: any HTTPTransport
  let database: DatabaseFile
  let random: SeededRandom
  let main: Node

  /// A process with a worker: everything but the database and AWS is its own.
  struct Node: Sendable {
    let process: SimulatedProcess
    let store: SQLiteJobStore
    let queue: JobQueue
  }

  init(
    _ state: SandboxState = Scenario.state, seed: UInt64 = 1, startMs: Int64 = Scenario.startMs,
    latency: SandboxTransport.Latency = .init(), plan: FaultPlan? = nil, tenants: [Tenant] = [Scenario.acme],
    through proxy: (SandboxTransport) -> any HTTPTransport = { $0 }
  ) throws {
    random = SeededRandom(seed: seed)
    simulation = Simulation(seed: random.next(), startMs: startMs)
    sandbox = SandboxTransport(
      state: state, time: simulation.time, random: SeededRandom(seed: random.next()), latency: latency,
      plan: plan)
    transport = proxy(sandbox)
    database = try DatabaseFile()
    main = try Self.makeNode(simulation, transport, database, SeededRandom(seed: random.next()))
    let queue = main.queue
    try simulation.run { for tenant in tenants { try await queue.save(tenant) } }
  }

  func makeNode() throws -> Node {
    try Self.makeNode(simulation, transport, database, SeededRandom(seed: random.next()))
  }

  private static func makeNode(
    _ simulation: Simulation, _ transport: any HTTPTransport, _ database: DatabaseFile, _ random: SeededRandom
  ) throws -> Node {
    let store = try SQLiteJobStore(path: database.path, writing: .caller)
    let connection = AWSConnection(
      transport: transport, endpoints: EndpointResolver(environment: Scenario.environment),
      credentials: EnvironmentCredentials(Scenario.environment), region: "us-east-1", vault: SecretVault(),
      time: simulation.time,
      random: random)
    let access = AWSAccess(
      connection, environment: Scenario.environment, time: simulation.time, random: random,
      recovered: {
        _ = try? await store.wake(
          reason: CredentialBreakers.reason, tenant: $0, atMs: simulation.time.nowMs())
      })
    return Node(
      process: simulation.makeProcess(), store: store,
      queue: JobQueue(
        store: store, operations: access.operations(), time: simulation.time, random: random))
  }

  /// A worker of that process, which is woken by its own commits at once and by others' within a second.
  func worker(
    _ node: Node, drain: Bool = true, retry: RetryPolicy = RetryPolicy(),
    observe: @escaping @Sendable (WorkerEvent) -> Void = { _ in }
  ) -> Worker {
    var options = WorkerOptions(concurrency: 16, drain: drain, retry: retry)
    options.foreignCommitPollMs = 1_000
    return Worker(
      store: node.store, operations: node.queue.operations, options: options, time: simulation.time,
      random: SeededRandom(seed: random.next()), executor: node.process, observe: observe)
  }

  /// Runs what can run to its end.
  func drain() throws {
    let worker = worker(main)
    _ = try simulation.run { try await worker.run() }
  }

  /// Enqueues the job and works until nothing can go on.
  ///
  /// - Returns: the job as it stands then.
  func run(
    _ kind: String, _ payload: JSONValue, tenant: String = "acme", after: [Int64] = []
  ) throws -> Job {
    let id = try enqueue(kind, payload.text(), tenant: tenant, after: after)
    try drain()
    return try job(id)
  }

  func enqueue(
    _ kind: String, _ payload: String, tenant: String = "acme", after: [Int64] = []
  ) throws -> Int64 {
    let job = NewJob(
      tenant: tenant, kind: kind, idempotencyKey: "\(kind)-\(random.next())", payload: payload,
      dependsOn: after.map { .job($0) })
    return try simulation.run { [main] in try await main.queue.enqueue(job).id }
  }

  func job(_ id: Int64) throws -> Job {
    guard let job = try simulation.run({ [main] in try await main.queue.job(id: id) }) else {
      throw Missing(what: "job \(id)")
    }
    return job
  }

  func jobs() throws -> [Job] {
    try simulation.run { [main] in try await main.queue.jobs(limit: 100_000) }
  }

  func replay(_ ids: [Int64]) throws {
    try simulation.run { [main] in try await main.queue.replay(ids) }
    try drain()
  }

  func log(_ filter: LogFilter = LogFilter()) throws -> [LogEntry] {
    try simulation.run { [main] in try await main.queue.log(filter, limit: 1_000_000) }
  }

  /// What the audit has to say against the database.
  func findings() throws -> [AuditFinding] {
    try simulation.run { [main] in try await main.store.audit() }
  }

  /// `appflow:CreateFlow` for each call of the job, in order.
  func calls(of job: Job) throws -> [String] {
    try log(LogFilter(jobId: job.id)).filter { $0.event == "call" }.compactMap { entry in
      guard let detail = entry.detail.flatMap({ try? JSONValue(parsing: $0) }),
        let service = detail["service"]?.string, let operation = detail["operation"]?.string
      else { return nil }
      return "\(service):\(operation)"
    }
  }

  /// What was really changed at AWS, but for the sessions that were opened.
  func effects() -> [String] {
    sandbox.snapshot().journal.filter { $0.service != "sts" }.map { "\($0.operation) \($0.resource)" }
  }

  /// Every secret that this world knows, the sessions' included.
  func secrets() -> [String] {
    let state = sandbox.snapshot()
    return Scenario.secrets + state.sessions.values.flatMap { [$0.secretAccessKey, $0.sessionToken] }
  }

  struct Missing: Error { let what: String }
}
