/// How many jobs are where.
public struct QueueStatus: Sendable {
  /// The jobs of one tenant or kind, by state.
  public struct Counts: Sendable {
    /// The tenant's or the kind's name.
    public let name: String
    /// The number of jobs in each state.
    public let byState: [JobState: Int]
    /// For a tenant: since when it is paused, in Unix milliseconds.
    public let pausedAtMs: Int64?
  }

  /// A worker process whose lease has not run out.
  public struct Worker: Sendable {
    /// `workers.id`.
    public let id: Int64
    /// Host and process.
    public let name: String
    /// The jobs that it runs at the most.
    public let concurrency: Int
    /// The jobs that it runs now.
    public let running: Int
    /// Unix milliseconds.
    public let startedAtMs: Int64
    /// Unix milliseconds.
    public let leaseUntilMs: Int64
  }

  /// All tenants that have jobs.
  public let tenants: [Counts]
  /// All kinds that have jobs.
  public let kinds: [Counts]
  /// The workers that are alive.
  public let workers: [Worker]
  /// Since when the longest waiting ready job could have run, in Unix milliseconds; nil: none is ready.
  public let oldestReadyAtMs: Int64?
  /// Since when nothing is claimed, in Unix milliseconds.
  public let pausedAtMs: Int64?

  /// The number of jobs in a state.
  public func count(_ state: JobState) -> Int { kinds.reduce(0) { $0 + ($1.byState[state] ?? 0) } }
}
