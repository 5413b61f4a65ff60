public import TimeAndChance

/// How long to wait before the next attempt, where neither job nor kind says so: exponential backoff with full
/// jitter.
public struct RetryPolicy: Sendable, Equatable {
  /// The first delay's upper bound, in milliseconds.
  public var baseMs: Int64
  /// Every delay's upper bound, in milliseconds.
  public var capMs: Int64
  /// The part of a delay that chance decides: 0 none of it, 1 all of it.
  public var jitter: Double

  /// With the defaults and 20 attempts, a job gives up after an hour on average.
  public init(baseMs: Int64 = 5_000, capMs: Int64 = 600_000, jitter: Double = 1) {
    self.baseMs = baseMs
    self.capMs = capMs
    self.jitter = jitter
  }

  /// The policy with what a rule decides.
  func with(_ rule: RetryRules.Rule) -> RetryPolicy {
    RetryPolicy(baseMs: rule.baseMs ?? baseMs, capMs: rule.capMs ?? capMs, jitter: rule.jitter ?? jitter)
  }

  /// The longest that the delay after attempt number `attempt` (from 1) can be, in milliseconds.
  public func longestDelayMs(afterAttempt attempt: Int) -> Int64 {
    // 2^40 milliseconds are 35 years: beyond that the shift could overflow and the cap rules anyway.
    let doublings = min(max(attempt, 1) - 1, 40)
    let (product, overflow) = baseMs.multipliedReportingOverflow(by: 1 << Int64(doublings))
    return overflow ? capMs : min(product, capMs)
  }

  /// The delay before the next attempt, in milliseconds.
  ///
  /// - Parameters:
  ///   - attempt: the number of the attempt that has failed, from 1.
  ///   - atLeastMs: what the service asked for; it may exceed the cap.
  ///   - random: where the jitter comes from.
  public func delayMs(
    afterAttempt attempt: Int, atLeastMs: Int64?, random: any RandomSource
  ) -> Int64 {
    let ceiling = longestDelayMs(afterAttempt: attempt)
    // A double holds whole numbers up to 2^53 exactly.
    let certain = jitter >= 1 ? 0 : min(ceiling, Int64(Double(min(ceiling, 1 << 52)) * (1 - max(jitter, 0))))
    return max(certain + random.below(min(ceiling - certain, .max - 1) + 1), atLeastMs ?? 0)
  }
}
