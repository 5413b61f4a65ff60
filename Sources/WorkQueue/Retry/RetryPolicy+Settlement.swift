package import TimeAndChance

extension RetryPolicy {
  /// The reason of a job whose deadline passed while it waited, not while it failed.
  package static let deadlinePassed = "deadline-passed"

  /// What is to be written of an outcome.
  package func settlement(
    of outcome: Outcome, job: ClaimedJob, atMs: Int64, random: any RandomSource
  ) -> Settlement {
    switch outcome {
    case .succeeded(let result): return .succeeded(result: result)
    case .dead(let failure): return .dead(failure)
    case .cancelled(let failure): return .cancelled(failure)
    case .snooze(let forMs, let failure):
      let runAtMs = Self.moment(atMs, after: forMs)
      guard let deadlineMs = job.deadlineMs(reason: failure?.reason), runAtMs > deadlineMs else {
        return .snoozed(runAtMs: runAtMs, failure)
      }
      return .dead(
        failure.map(Self.givenUp)
          ?? Failure(reason: Self.deadlinePassed, message: "its deadline passed while it waited"))
    case .retry(let failure):
      let rule = job.rule(for: failure.reason)
      let timesFailed = job.failures[failure.reason, default: 0] + 1
      guard job.attempt < job.maxAttempts, timesFailed < rule.maxAttempts ?? failure.maxAttempts ?? .max
      else { return .dead(failure) }
      let delayMs = with(rule).delayMs(
        afterAttempt: job.attempt, atLeastMs: failure.retryAfterMs, random: random)
      let runAtMs = Self.moment(atMs, after: delayMs)
      if let deadlineMs = job.deadlineMs(reason: failure.reason), runAtMs > deadlineMs {
        return .dead(Self.givenUp(failure))
      }
      return .retry(runAtMs: runAtMs, failure)
    }
  }

  private static func givenUp(_ failure: Failure) -> Failure {
    var failure = failure
    failure.message += "; given up, because the next attempt would come after its deadline"
    return failure
  }

  /// `atMs + delayMs`, and the end of time where that would overflow.
  private static func moment(_ atMs: Int64, after delayMs: Int64) -> Int64 {
    let (sum, overflow) = atMs.addingReportingOverflow(max(delayMs, 0))
    return overflow ? .max : sum
  }
}

extension ClaimedJob {
  /// The rule for attempts that failed for this reason. Under a reason `maxAttempts` counts its own failures; the
  /// general one is the job's `maxAttempts` already.
  package func rule(for reason: String?) -> RetryRules.Rule {
    let own = reason.flatMap { retry?.reasons[$0] } ?? RetryRules.Rule()
    var general = (retry?.general ?? RetryRules.Rule()).or(kindRetry?.general)
    general.maxAttempts = nil
    return own.or(reason.flatMap { kindRetry?.reasons[$0] }).or(general)
  }

  /// No attempt begins after this time, in Unix milliseconds; nil: there is no such time.
  package func deadlineMs(reason: String?) -> Int64? {
    let fromRule = rule(for: reason).giveUpAfterMs.map { (replayedAtMs ?? createdAtMs) + $0 }
    return [giveUpAtMs, fromRule].compactMap { $0 }.min()
  }
}
