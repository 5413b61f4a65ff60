public import TimeAndChance

// An object for the reason that `ClaimedJob` is one.

/// What an operation has at hand while it runs a job.
public final class JobContext: Sendable {
  /// The job.
  public let job: ClaimedJob
  /// The same in every attempt, until the payload is edited: what services call a client token.
  public var requestToken: String { "headgate-\(store.databaseId)-\(job.id)-\(job.edition)" }
  /// The clocks to use.
  public let time: any TimeSource
  /// The chance to use.
  public let random: any RandomSource
  private let store: any JobStore
  private let redacting: (any Redacting)?

  package init(
    job: ClaimedJob, store: any JobStore, redacting: (any Redacting)? = nil, time: any TimeSource,
    random: any RandomSource
  ) {
    self.job = job
    self.store = store
    self.redacting = redacting
    self.time = time
    self.random = random
  }

  /// Appends a row to the work log. It goes with the next commit; nothing waits for it.
  ///
  /// - Parameters:
  ///   - event: a word, such as `call`.
  ///   - detail: a JSON text. What the registry's `redacting` takes out of it is not stored.
  public func log(_ event: String, detail: String?) {
    store.append(
      NewLogEntry(
        atMs: time.nowMs(), jobId: job.id, tenant: job.tenant, event: event, attempt: job.attempt,
        detail: detail.map(clean)))
  }

  /// Remembers a JSON text with the job, for the attempts after this one; the next `checkpoint` replaces it.
  /// It is on disk when this returns.
  ///
  /// - Throws: `LeaseLost` if somebody else runs the job by now: end without any further effect.
  public func checkpoint(_ json: String) async throws {
    guard try await store.checkpoint(jobId: job.id, leaseToken: job.leaseToken, json: clean(json)) else {
      throw LeaseLost()
    }
  }

  /// The settings of the job's tenant, not older than the newest claim of this worker; nil: it has been deleted.
  package func tenant() async throws -> Tenant? { try await store.tenant(of: job) }

  /// Whether a job of the same tenant, of one of these kinds, has succeeded at or after a time (Unix milliseconds):
  /// its effect may not be seen everywhere yet.
  public func hasSucceeded(kinds: [String], sinceMs: Int64) async throws -> Bool {
    try await store.hasSucceeded(tenant: job.tenant, kinds: kinds, sinceMs: sinceMs)
  }

  private func clean(_ json: String) -> String { redacting?.redacted(json: json) ?? json }
}
