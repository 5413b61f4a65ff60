// An object, so that the many frames of an attempt that waits share it.

/// A job under a lease.
public final class ClaimedJob: Sendable {
  /// `jobs.id`.
  public let id: Int64
  /// The tenant's name.
  public let tenant: String
  /// The operation's name.
  public let kind: String
  /// The JSON text as it was enqueued, or as an operator edited it.
  public let payload: String
  /// 1 for the first attempt since the job was enqueued or replayed.
  public let attempt: Int
  /// Attempts before it is dead.
  public let maxAttempts: Int
  /// What its kind's jobs take turns at, such as `flow/accounts`.
  public let resource: String?
  /// Grows with each edit of the payload, from 1.
  public let edition: Int
  /// Why an earlier attempt did not succeed: a stable word.
  public let reason: String?
  /// What an earlier attempt remembered: a JSON text.
  public let checkpoint: String?
  /// The lease's token; it only grows.
  public let leaseToken: Int64
  /// When it was enqueued, in Unix milliseconds.
  public let createdAtMs: Int64
  /// When it could have run, in Unix milliseconds.
  public let runAtMs: Int64
  /// When it was last replayed, in Unix milliseconds.
  public let replayedAtMs: Int64?
  /// How long one attempt may take, in milliseconds; nil: as the worker has it.
  public let timeoutMs: Int64?
  /// How to retry it; nil: as its kind has it.
  public let retry: RetryRules?
  /// No attempt begins after this time, in Unix milliseconds.
  public let giveUpAtMs: Int64?
  /// How its kind is retried; nil: as the worker has it.
  public let kindRetry: RetryRules?
  /// How often each reason has made an attempt fail since it was enqueued or replayed.
  public let failures: [String: Int]

  package init(
    id: Int64, tenant: String, kind: String, payload: String, attempt: Int, maxAttempts: Int,
    resource: String?, edition: Int, reason: String?, checkpoint: String?, leaseToken: Int64,
    createdAtMs: Int64, runAtMs: Int64, replayedAtMs: Int64?, timeoutMs: Int64?, retry: RetryRules?,
    giveUpAtMs: Int64?, kindRetry: RetryRules?, failures: [String: Int]
  ) {
    self.id = id
    self.tenant = tenant
    self.kind = kind
    self.payload = payload
    self.attempt = attempt
    self.maxAttempts = maxAttempts
    self.resource = resource
    self.edition = edition
    self.reason = reason
    self.checkpoint = checkpoint
    self.leaseToken = leaseToken
    self.createdAtMs = createdAtMs
    self.runAtMs = runAtMs
    self.replayedAtMs = replayedAtMs
    self.timeoutMs = timeoutMs
    self.retry = retry
    self.giveUpAtMs = giveUpAtMs
    self.kindRetry = kindRetry
    self.failures = failures
  }
}
