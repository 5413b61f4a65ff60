/// What an operator has set for the jobs of one kind; nil: nothing.
public struct KindSettings: Sendable, Equatable {
  /// The kind's name, such as `start-flow`.
  public let name: String
  /// Since when nothing of the kind is claimed, in Unix milliseconds.
  public var pausedAtMs: Int64?
  /// Jobs of the kind that may run at the same time, in all.
  public var maxRunning: Int?
  /// How long one attempt may take, in milliseconds.
  public var timeoutMs: Int64?
  /// How to retry; nil: as the worker has it.
  public var retry: RetryRules?

  /// Settings that change nothing.
  public init(
    name: String, pausedAtMs: Int64? = nil, maxRunning: Int? = nil, timeoutMs: Int64? = nil,
    retry: RetryRules? = nil
  ) {
    self.name = name
    self.pausedAtMs = pausedAtMs
    self.maxRunning = maxRunning
    self.timeoutMs = timeoutMs
    self.retry = retry
  }
}
