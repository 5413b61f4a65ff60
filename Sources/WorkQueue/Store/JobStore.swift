package import TimeAndChance

/// Where jobs live. Every store passes the same conformance suite; every change is durable when its function
/// returns, and each appends to the work log in the same transaction.
package protocol JobStore: Sendable {
  /// Tells this database from every other; the first part of each request token.
  var databaseId: String { get }

  // MARK: For producers

  /// Saves the tenants and enqueues the jobs: all of them or, if one is refused, none.
  ///
  /// - Throws: `EnqueueRefusal`, or the store's own error.
  func enqueue(_ jobs: [NewJob], saving tenants: [Tenant], atMs: Int64) async throws -> EnqueueResult

  /// Enqueues the jobs and says of each what came of it: one that is refused touches no other.
  ///
  /// The answers also say what would have come of jobs that were not written for the sake of others.
  func enqueueEach(
    _ jobs: [NewJob], _ mode: BatchMode, atMs: Int64
  ) async throws -> [Result<Enqueued, EnqueueRefusal>]

  /// The row as it is now.
  func tenant(named name: String) async throws -> Tenant?

  /// The row of a job's tenant, at least as new as the newest claim of this store.
  func tenant(of job: ClaimedJob) async throws -> Tenant?

  /// All tenants, by name.
  func tenants() async throws -> [Tenant]

  // MARK: For workers

  /// - Returns: the new worker's id.
  func register(name: String, concurrency: Int, leaseUntilMs: Int64, atMs: Int64) async throws -> Int64

  /// Prolongs the lease on all that the worker runs.
  ///
  /// - Returns: false if the worker was given up: its jobs belong to others by now.
  func heartbeat(workerId: Int64, leaseUntilMs: Int64) async throws -> Bool

  /// The worker leaves; it runs nothing any more.
  func retire(workerId: Int64, atMs: Int64) async throws

  /// Makes ready what is due, and gives the worker up to `slots` jobs, fair between the tenants.
  ///
  /// - Parameter slots: asked when it comes to it: until then more may have become free.
  func claim(
    workerId: Int64, atMs: Int64, slots: @escaping @Sendable () -> Int
  ) async throws -> ClaimBatch

  /// Takes jobs back from workers whose lease has run out.
  ///
  /// - Returns: the number of jobs.
  func rescue(atMs: Int64) async throws -> Int

  /// Writes down what an attempt came to, and releases what waited for the job.
  ///
  /// - Returns: false if the lease is not the job's newest: nothing was changed.
  func settle(jobId: Int64, leaseToken: Int64, _ settlement: Settlement, atMs: Int64) async throws -> Bool

  /// The jobs of this worker that somebody asked to stop, with their lease tokens.
  func cancelRequests(workerId: Int64) async throws -> [(jobId: Int64, leaseToken: Int64)]

  /// - Returns: false if the lease is not the job's newest: nothing was changed.
  func checkpoint(jobId: Int64, leaseToken: Int64, json: String) async throws -> Bool

  /// Whether a job of the tenant, of one of the kinds, has succeeded at or after `sinceMs`.
  func hasSucceeded(tenant: String, kinds: [String], sinceMs: Int64) async throws -> Bool

  /// Appends to the work log with the next commit.
  func append(_ entry: NewLogEntry)

  /// Whether another process has committed since the last call. Nil: cannot be told just now.
  func hasForeignCommit() -> Bool?

  /// Calls `changed` on a thread of its own after each commit of another process, until the watch is let go of. Nil:
  /// there is nothing to be told by.
  func watchForeignCommits(_ changed: @escaping @Sendable () -> Void) -> (any ForeignCommitWatch)?

  /// Whether any job can still run without somebody's doing: one is ready, runs, or is to be tried again.
  ///
  /// - Parameter waiting: reasons under which a snoozed job waits for a person: they do not count.
  func canGoOn(withoutReasons waiting: [String]) async throws -> Bool

  /// Makes ready now what was put back with this reason.
  ///
  /// - Parameter tenant: nil for all.
  /// - Returns: the number of jobs.
  @discardableResult
  func wake(reason: String, tenant: String?, atMs: Int64) async throws -> Int

  /// What is left, and why.
  func left() async throws -> [LeftJobs]

  // MARK: For operators

  func status(atMs: Int64) async throws -> QueueStatus

  func job(id: Int64) async throws -> Job?

  /// Why the job does not run now; nil if it is not there.
  func waiting(id: Int64, atMs: Int64) async throws -> Waiting?

  /// The newest `limit` jobs that pass, oldest first.
  func jobs(_ filter: JobFilter, limit: Int) async throws -> [Job]

  /// Rows of the log with an id above `afterId`, oldest first; nil: the newest `limit` rows.
  func log(_ filter: LogFilter, afterId: Int64?, limit: Int) async throws -> [LogEntry]

  /// The ids of the jobs that pass, oldest first.
  func ids(_ filter: JobFilter, limit: Int) async throws -> [Int64]

  /// How many of these jobs are in which state.
  func counts(ids: [Int64]) async throws -> [JobState: Int]

  /// Replays dead jobs; with a payload, the edited ones. All of them or, if one is refused, none.
  ///
  /// - Parameter staggerMs: the first runs now, each later one that much after the one before.
  func replay(ids: [Int64], payload: String?, staggerMs: Int64, atMs: Int64) async throws

  /// Cancels jobs that have not started, discards dead ones, and asks running ones to stop. All of them or, if one
  /// is refused, none.
  ///
  /// - Parameter cascade: what waits for them is cancelled with them; else it goes on without them.
  /// - Throws: `OperatorRefusal` if one of them is finished or not there.
  func cancel(ids: [Int64], cascade: Bool, reason: String, atMs: Int64) async throws -> Cancellation

  /// Holds up, from the next claim on, or lets go on, all that the scope says.
  ///
  /// - Returns: whether anything changed.
  func setPaused(_ isPaused: Bool, _ scope: PauseScope, atMs: Int64) async throws -> Bool

  /// What is set for each kind, by name.
  func kindSettings() async throws -> [KindSettings]

  /// - Throws: `OperatorRefusal` if there is no such kind.
  func save(_ settings: KindSettings) async throws

  /// What is set for the queue as a whole.
  func queueSettings() async throws -> QueueSettings

  func save(_ settings: QueueSettings) async throws

  // MARK: Schedules

  /// All schedules, by name.
  func schedules() async throws -> [Schedule]

  /// Adds the schedule or replaces the one of its name; it begins with the next period.
  ///
  /// - Throws: `OperatorRefusal` if it breaks a rule.
  func save(_ schedule: Schedule, atMs: Int64) async throws

  /// - Returns: false if there is none.
  func removeSchedule(named name: String) async throws -> Bool

  /// - Returns: whether anything changed.
  func setSchedulePaused(_ isPaused: Bool, named name: String, atMs: Int64) async throws -> Bool

  /// Enqueues the jobs of all periods that have begun, each once.
  ///
  /// - Returns: when the next period begins; nil: there is none.
  func runSchedules(atMs: Int64, random: any RandomSource) async throws -> Int64?

  // MARK: Upkeep

  /// Removes finished jobs with their log, in small portions.
  func prune(_ policy: PrunePolicy, atMs: Int64) async throws -> Pruned

  /// Whether upkeep is due: of several workers one is told so.
  func takeUpkeep(everyMs: Int64, atMs: Int64) async throws -> Bool

  /// Forgets workers that left long ago, and gives free space back.
  func tidy(atMs: Int64) async throws

  /// Keeps the store's log of writes within its bound, as far as readers let it.
  func checkpoint() async throws
}

extension JobStore {
  package func claim(workerId: Int64, slots: Int, atMs: Int64) async throws -> ClaimBatch {
    try await claim(workerId: workerId, atMs: atMs) { slots }
  }
}
