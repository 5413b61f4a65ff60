public import TimeAndChance

/// How long to wait before the next attempt: exponential backoff with full jitter.
public struct RetryPolicy: Sendable, Equatable {
  /// The first delay's upper bound, in milliseconds.
  public var baseMs: Int64
  /// Every delay's upper bound, in milliseconds.
  public var capMs: Int64

  /// With the defaults and 20 attempts, a job gives up after an hour on average.
  public init(baseMs: Int64 = 5_000, capMs: Int64 = 600_000) {
    self.baseMs = baseMs
    self.capMs = capMs
  }

  /// The delay after attempt number `attempt` (from 1) has failed.
  ///
  /// - Parameter atLeastMs: what the service asked for; it may exceed the cap.
  public func delayMs(
    afterAttempt attempt: Int, atLeastMs: Int64?, random: any RandomSource
  ) -> Int64 {
    // 2^40 milliseconds are 35 years: beyond that the shift could overflow and the cap rules anyway.
    let doublings = min(max(attempt, 1) - 1, 40)
    let (product, overflow) = baseMs.multipliedReportingOverflow(by: 1 << Int64(doublings))
    let ceiling = overflow ? capMs : min(product, capMs)
    return max(random.below(min(ceiling, .max - 1) + 1), atLeastMs ?? 0)
  }

  /// `atMs + delayMs`, and the end of time where that would overflow.
  private static func moment(_ atMs: Int64, after delayMs: Int64) -> Int64 {
    let (sum, overflow) = atMs.addingReportingOverflow(max(delayMs, 0))
    return overflow ? .max : sum
  }

  /// What is to be written of an outcome.
  package func settlement(
    of outcome: Outcome, job: ClaimedJob, atMs: Int64, random: any RandomSource
  ) -> Settlement {
    switch outcome {
    case .succeeded(let result): return .succeeded(result: result)
    case .dead(let failure): return .dead(failure)
    case .cancelled(let failure): return .cancelled(failure)
    case .snooze(let forMs, let failure): return .snoozed(runAtMs: Self.moment(atMs, after: forMs), failure)
    case .retry(let failure):
      let limit = min(job.maxAttempts, failure.maxAttempts ?? .max)
      guard job.attempt < limit else { return .dead(failure) }
      let delayMs = delayMs(
        afterAttempt: job.attempt, atLeastMs: failure.retryAfterMs, random: random)
      return .retry(runAtMs: Self.moment(atMs, after: delayMs), failure)
    }
  }
}
