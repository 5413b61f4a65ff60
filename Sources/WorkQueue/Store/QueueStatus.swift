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

  /// A process that writes to the database just now, and perhaps for too long.
  public struct Writer: Sendable, Equatable {
    /// The process.
    public let processId: Int32
    /// What it runs, where the kernel tells.
    public let program: String?
    /// When anybody last committed, in Unix milliseconds: it has the lock since then at the longest.
    public let lastCommitAtMs: Int64?
  }

  /// A process that has a read transaction open just now, and perhaps for too long: as long as it lasts, the log of
  /// writes cannot be begun anew.
  public struct Reader: Sendable, Equatable {
    /// The process.
    public let processId: Int32
    /// What it runs, where the kernel tells.
    public let program: String?
  }

  /// Who holds the write lock; nil: nobody, or it cannot be told.
  public var writer: Writer?
  /// The size of the log of writes that are not in the database file yet, in bytes.
  public var logBytes: Int64 = 0
  /// Who reads, told only while the log of writes is larger than workers let it become.
  public var readers: [Reader] = []

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
