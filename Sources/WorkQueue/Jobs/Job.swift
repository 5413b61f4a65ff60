/// A job as it stands in the database.
public struct Job: Sendable {
  /// `jobs.id`.
  public let id: Int64
  /// The tenant's name.
  public let tenant: String
  /// The operation's name.
  public let kind: String
  /// Unique within the tenant.
  public let idempotencyKey: String
  /// JSON text.
  public let payload: String
  /// Where it stands.
  public let state: JobState
  /// -1000 to 1000.
  public let priority: Int
  /// Not before this time, in Unix milliseconds.
  public let runAtMs: Int64
  /// Attempts begun since it was enqueued or replayed.
  public let attempt: Int
  /// Attempts before it is dead.
  public let maxAttempts: Int
  /// What it takes turns at with others.
  public let resource: String?
  /// Grows with each edit of the payload, from 1.
  public let edition: Int
  /// Dependencies that are unfinished.
  public let waitsFor: Int
  /// Why it is dead or is retried: a stable word.
  public let reason: String?
  /// The same in a sentence.
  public let lastError: String?
  /// JSON text.
  public let result: String?
  /// Unix milliseconds.
  public let createdAtMs: Int64
  /// Unix milliseconds.
  public let updatedAtMs: Int64
  /// Unix milliseconds; nil until it has succeeded or was cancelled.
  public let finishedAtMs: Int64?
  /// No attempt begins after this time, in Unix milliseconds.
  public let giveUpAtMs: Int64?
  /// How long one attempt may take, in milliseconds; nil: as its kind has it.
  public let timeoutMs: Int64?
  /// How to retry it: JSON text; nil: as its kind has it.
  public let retry: String?
  /// How often each reason has made an attempt fail: JSON text.
  public let failures: String?
  /// From this time on its key is free once it is finished, in Unix milliseconds; nil: never.
  public let keyExpiresAtMs: Int64?
}
