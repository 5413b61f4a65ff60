public import TimeAndChance

/// A job queue in one SQLite file: enqueue, look, work.
///
///     let queue = try JobQueue(path: "jobs.db", operations: OperationRegistry([SendInvoice()]))
///     try await queue.save(Tenant(name: "acme"))
///     try await queue.enqueue(
///       NewJob(tenant: "acme", kind: "send-invoice", idempotencyKey: "invoice-7", payload: #"{"number":7}"#))
///     let summary = try await queue.worker(WorkerOptions(drain: true)).run()
public struct JobQueue: Sendable {
  package let store: any JobStore
  /// What the queue's workers can do, and the rules that its database knows.
  public let operations: OperationRegistry
  let time: any TimeSource
  private let random: any RandomSource

  /// Opens the queue, and makes its database if there is none (readable by its owner alone).
  ///
  /// - Throws: `DatabaseError`.
  public init(
    path: String, operations: OperationRegistry, time: any TimeSource = SystemTime(),
    random: any RandomSource = SystemRandom()
  ) throws {
    try QueueDatabase.prepare(path: path, rules: operations)
    self.init(store: try SQLiteJobStore(path: path), operations: operations, time: time, random: random)
  }

  /// A queue in memory, for tests: the same schema with the same rules, which is gone with the queue.
  ///
  /// - Throws: `DatabaseError`.
  public init(
    inMemory operations: OperationRegistry, time: any TimeSource = SystemTime(),
    random: any RandomSource = SystemRandom()
  ) throws {
    self.init(
      store: try SQLiteJobStore(inMemory: operations), operations: operations, time: time, random: random)
  }

  package init(
    store: any JobStore, operations: OperationRegistry, time: any TimeSource, random: any RandomSource
  ) {
    self.store = store
    self.operations = operations
    self.time = time
    self.random = random
  }

  /// Enqueues a job; if one with this key and payload is there, that one is the answer.
  ///
  /// - Throws: `EnqueueRefusal`, `DatabaseError`.
  @discardableResult
  public func enqueue(_ job: NewJob) async throws -> Enqueued {
    try await enqueue([job])[0]
  }

  /// Enqueues all of the jobs, in one transaction, or none.
  ///
  /// - Throws: `EnqueueRefusal`, `DatabaseError`.
  @discardableResult
  public func enqueue(_ jobs: [NewJob]) async throws -> [Enqueued] {
    try await enqueue(jobs, saving: []).jobs
  }

  /// Enqueues the jobs, and says of each what came of it: it was added, was there already, or was refused.
  ///
  /// - Parameters:
  ///   - jobs: those of one tenant are enqueued in this order, which is all that the order of jobs depends on; of a large
  ///     batch a tenant's jobs may come before others that stand between them.
  ///   - allOrNone: true: one transaction, which is undone if one job is refused. False: portions of up to
  ///     250, so that workers get their turn; what is refused touches no other job.
  /// - Throws: `DatabaseError`.
  public func enqueueEach(
    _ jobs: [NewJob], allOrNone: Bool = false
  ) async throws -> [Result<Enqueued, EnqueueRefusal>] {
    try await enqueueEach(jobs, allOrNone ? .allOrNone : .each)
  }

  package func enqueue(_ jobs: [NewJob], saving tenants: [Tenant]) async throws -> EnqueueResult {
    for (index, job) in jobs.enumerated() {
      if let refusal = refusal(of: job, index: index) { throw refusal }
    }
    return try await store.enqueue(jobs, saving: tenants, atMs: time.nowMs())
  }

  /// The operations know more than the schema: what they refuse would only fail later.
  func refusal(of job: NewJob, index: Int) -> EnqueueRefusal? {
    guard let problems = operations[job.kind]?.problems(inPayload: job.payload), !problems.isEmpty else {
      return nil
    }
    return EnqueueRefusal(
      index: index,
      message: "tenant '\(job.tenant)', key '\(job.idempotencyKey)', \(job.kind): "
        + problems.joined(separator: "; "))
  }

  /// Adds the tenant, or changes its settings.
  ///
  /// - Throws: `DatabaseError`.
  @discardableResult
  public func save(_ tenant: Tenant) async throws -> TenantChange {
    try await store.enqueue([], saving: [tenant], atMs: time.nowMs()).tenants[0]
  }

  /// The tenant of that name, or nil.
  public func tenant(named name: String) async throws -> Tenant? { try await store.tenant(named: name) }

  /// The job, or nil.
  public func job(id: Int64) async throws -> Job? { try await store.job(id: id) }

  /// Why the job does not run now; nil if it is not there.
  public func waiting(id: Int64) async throws -> Waiting? {
    try await store.waiting(id: id, atMs: time.nowMs())
  }

  /// The newest `limit` jobs that pass, oldest first.
  public func jobs(_ filter: JobFilter = JobFilter(), limit: Int = 100) async throws -> [Job] {
    try await store.jobs(filter, limit: limit)
  }

  /// The newest `limit` rows of the work log that pass, oldest first.
  public func log(_ filter: LogFilter = LogFilter(), limit: Int = 100) async throws -> [LogEntry] {
    try await store.log(filter, afterId: nil, limit: limit)
  }

  /// What is left when nothing can run any more, and why.
  public func left() async throws -> [LeftJobs] { try await store.left() }

  /// How many jobs are where.
  public func status() async throws -> QueueStatus { try await store.status(atMs: time.nowMs()) }

  /// Cancels jobs that have not started, discards dead ones, and asks running ones to stop: all of them or none.
  ///
  /// A running job stops within a second, wherever it runs. What it had sent may have taken effect; a replay finds
  /// out.
  ///
  /// - Parameters:
  ///   - ids: of the jobs.
  ///   - cascade: what waits for them is cancelled, too; else it goes on without them.
  /// - Throws: `OperatorRefusal` if one of them is finished or not there.
  @discardableResult
  public func cancel(_ ids: [Int64], cascade: Bool = false) async throws -> Cancellation {
    try await store.cancel(ids: ids, cascade: cascade, reason: "cancelled", atMs: time.nowMs())
  }

  /// Holds up what the scope says, in every process: nothing of it is claimed any more; what runs goes on.
  ///
  /// - Returns: whether it was not paused already.
  /// - Throws: `OperatorRefusal` if there is no such tenant or kind.
  @discardableResult
  public func pause(_ scope: PauseScope) async throws -> Bool {
    try await store.setPaused(true, scope, atMs: time.nowMs())
  }

  /// Lets go on what `pause` held up.
  ///
  /// - Returns: whether it was paused.
  @discardableResult
  public func resume(_ scope: PauseScope) async throws -> Bool {
    try await store.setPaused(false, scope, atMs: time.nowMs())
  }

  /// What is set for each kind, by name.
  public func kindSettings() async throws -> [KindSettings] { try await store.kindSettings() }

  /// Sets limits, time-out, retry and pause of a kind; they hold from the next claim on.
  ///
  /// - Throws: `OperatorRefusal` if there is no such kind.
  public func save(_ settings: KindSettings) async throws { try await store.save(settings) }

  /// What is set for the queue as a whole.
  public func settings() async throws -> QueueSettings { try await store.queueSettings() }

  /// Sets limit and pruning of the queue.
  public func save(_ settings: QueueSettings) async throws { try await store.save(settings) }

  /// Runs dead or cancelled jobs again, all of them or none.
  ///
  /// - Parameters:
  ///   - ids: of the jobs.
  ///   - payload: replaces the payload, which makes it another request to the service.
  /// - Throws: `OperatorRefusal` if one of them is neither, or if what waited for a cancelled one has run since.
  public func replay(_ ids: [Int64], payload: String? = nil) async throws {
    try await store.replay(ids: ids, payload: payload, staggerMs: 0, atMs: time.nowMs())
  }

  /// All schedules, by name.
  public func schedules() async throws -> [Schedule] { try await store.schedules() }

  /// Adds a schedule, or replaces the one of its name; it begins with the next period.
  ///
  /// - Throws: `ScheduleError` if its expression or zone makes no sense, `EnqueueRefusal` if its payload is not one of
  ///   its kind, `OperatorRefusal` if it breaks another rule.
  public func save(_ schedule: Schedule) async throws {
    _ = try schedule.cadence()
    let job = NewJob(
      tenant: schedule.tenant, kind: schedule.kind, idempotencyKey: schedule.name, payload: schedule.payload)
    if let refusal = refusal(of: job, index: 0) { throw refusal }
    try await store.save(schedule, atMs: time.nowMs())
  }

  /// Forgets a schedule; what it enqueued stays.
  ///
  /// - Returns: false if there is none of that name.
  @discardableResult
  public func removeSchedule(named name: String) async throws -> Bool {
    try await store.removeSchedule(named: name)
  }

  /// Stops or starts a schedule. What was missed meanwhile is not made up for.
  ///
  /// - Returns: whether anything changed.
  @discardableResult
  public func setSchedulePaused(_ isPaused: Bool, named name: String) async throws -> Bool {
    try await store.setSchedulePaused(isPaused, named: name, atMs: time.nowMs())
  }

  /// Removes finished jobs with their log, in small portions. Their idempotency keys can be used again.
  public func prune(_ policy: PrunePolicy) async throws -> Pruned {
    try await store.prune(policy, atMs: time.nowMs())
  }

  /// A worker on this queue; it begins with `run()`.
  ///
  /// - Parameters:
  ///   - options: how many jobs at the same time, leases, retries.
  ///   - middleware: what stands around each attempt, the outermost first.
  ///   - observe: is told what happens, after the commit.
  public func worker(
    _ options: WorkerOptions = WorkerOptions(), middleware: [any Middleware] = [],
    observe: @escaping @Sendable (WorkerEvent) -> Void = { _ in }
  ) -> Worker {
    Worker(
      store: store, operations: operations, options: options, middleware: middleware, time: time,
      random: random,
      observe: observe)
  }
}
