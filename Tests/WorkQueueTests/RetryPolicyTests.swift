import TestSupport
import Testing
import TimeAndChance

@testable import WorkQueue

@Suite("Retry policy")
struct RetryPolicyTests {
  @Test("delays lie between nothing and the doubled base, under the cap")
  func bounds() {
    let seed = Seed("retry policy: bounds")
    let random = seed.random
    for _ in 0..<5_000 {
      let policy = RetryPolicy(baseMs: random.below(10_000), capMs: random.below(1_000_000))
      let attempt = Int(random.below(100))
      let atLeast = random.below(3) == 0 ? random.below(2_000_000) : nil
      let delay = policy.delayMs(afterAttempt: attempt, atLeastMs: atLeast, random: random)
      let doubled = Double(policy.baseMs) * Double(1 << min(max(attempt - 1, 0), 40))
      #expect(delay >= atLeast ?? 0, "\(seed)")
      #expect(Double(delay) <= max(min(doubled, Double(policy.capMs)), Double(atLeast ?? 0)), "\(seed)")
    }
  }

  @Test("the jitter is full: delays spread over the whole range")
  func spread() {
    let random = Seed("retry policy: spread").random
    let policy = RetryPolicy(baseMs: 1_000, capMs: 1_000)
    var quarters: Set<Int64> = []
    for _ in 0..<500 {
      quarters.insert(policy.delayMs(afterAttempt: 3, atLeastMs: nil, random: random) / 250)
    }
    #expect(quarters.isSuperset(of: [0, 1, 2, 3]))
  }

  @Test("the largest numbers do not overflow")
  func extremes() {
    let random = SeededRandom(seed: 1)
    let policy = RetryPolicy(baseMs: .max, capMs: .max)
    for attempt in [Int.min, 0, 1, 2, 64, .max] {
      #expect(policy.delayMs(afterAttempt: attempt, atLeastMs: nil, random: random) >= 0)
    }
    let failure = Failure(reason: "r", message: "m", retryAfterMs: .max)
    let job = ClaimedJob.sample(attempt: 1, maxAttempts: 5)
    #expect(
      policy.settlement(of: .retry(failure), job: job, atMs: 5, random: random)
        == .retry(runAtMs: .max, failure))
    #expect(
      policy.settlement(of: .snooze(forMs: .max, nil), job: job, atMs: 5, random: random)
        == .snoozed(runAtMs: .max, nil))
    #expect(
      policy.settlement(of: .snooze(forMs: -3, nil), job: job, atMs: 5, random: random)
        == .snoozed(runAtMs: 5, nil))
  }

  @Test(
    "a retry is dead when the attempts are used up, the job's or the failure's",
    arguments: [
      (1, 3, nil, false), (2, 3, nil, false), (3, 3, nil, true), (4, 3, nil, true), (1, 3, 1, true),
      (1, 3, 9, false), (3, 3, 9, true),
    ]
      as [(Int, Int, Int?, Bool)])
  func attempts(attempt: Int, maxAttempts: Int, failures: Int?, isDead: Bool) {
    let failure = Failure(reason: "r", message: "m", maxAttempts: failures)
    let settlement = RetryPolicy().settlement(
      of: .retry(failure), job: .sample(attempt: attempt, maxAttempts: maxAttempts), atMs: 0,
      random: SeededRandom(seed: 1))
    #expect((settlement == .dead(failure)) == isDead)
  }
}

extension ClaimedJob {
  fileprivate static func sample(attempt: Int, maxAttempts: Int) -> ClaimedJob {
    ClaimedJob(
      id: 1, tenant: "t", kind: "k", payload: "{}", attempt: attempt, maxAttempts: maxAttempts, resource: nil,
      edition: 1, reason: nil, checkpoint: nil, leaseToken: 1, createdAtMs: 0, runAtMs: 0,
      replayedAtMs: nil, timeoutMs: nil, retry: nil, giveUpAtMs: nil, kindRetry: nil, failures: [:])
  }
}
