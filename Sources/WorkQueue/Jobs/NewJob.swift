/// A job to enqueue.
public struct NewJob: Sendable {
  /// An earlier job that must be finished before this one starts.
  public enum Dependency: Sendable, Equatable {
    /// By `jobs.id`.
    case job(Int64)
    /// By idempotency key, of the same tenant.
    case key(String)
  }

  /// The tenant's name.
  public var tenant: String
  /// What to do: the name of an operation.
  public var kind: String
  /// Unique within the tenant: 1 to 255 characters.
  public var idempotencyKey: String
  /// A JSON object, kept to the byte.
  public var payload: String
  /// What must be finished first.
  public var dependsOn: [Dependency]
  /// -1000 to 1000; each point is worth a minute of waiting.
  public var priority: Int
  /// Not before this time, in Unix milliseconds; nil: now.
  public var runAtMs: Int64?
  /// Attempts before it is dead; nil: as its kind has it.
  public var maxAttempts: Int?

  /// How to retry it; nil: as its kind has it.
  public var retry: RetryRules?
  /// How long one attempt may take, in milliseconds; nil: as its kind has it.
  public var timeoutMs: Int64?
  /// No attempt begins after this time, in Unix milliseconds.
  public var giveUpAtMs: Int64?
  /// From this time on, once the job is finished, its key may be used for another; nil: never.
  public var keyExpiresAtMs: Int64?

  /// A job for `tenant`, identified by `idempotencyKey`.
  public init(
    tenant: String, kind: String, idempotencyKey: String, payload: String, dependsOn: [Dependency] = [],
    priority: Int = 0, runAtMs: Int64? = nil, maxAttempts: Int? = nil
  ) {
    self.tenant = tenant
    self.kind = kind
    self.idempotencyKey = idempotencyKey
    self.payload = payload
    self.dependsOn = dependsOn
    self.priority = priority
    self.runAtMs = runAtMs
    self.maxAttempts = maxAttempts
  }
}
