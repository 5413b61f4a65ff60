import TestSupport
import Testing
import TimeAndChance

@testable import WorkQueue

@Suite("Retry rules, by job and by kind")
struct RetryRulesTests {
  private func job(
    attempt: Int = 1, maxAttempts: Int = 20, retry: RetryRules? = nil, kind: RetryRules? = nil,
    failures: [String: Int] = [:], giveUpAtMs: Int64? = nil, replayedAtMs: Int64? = nil
  ) -> ClaimedJob {
    ClaimedJob(
      id: 1, tenant: "t", kind: "k", payload: "{}", attempt: attempt, maxAttempts: maxAttempts, resource: nil,
      edition: 1, reason: nil, checkpoint: nil, leaseToken: 1, createdAtMs: 1_000, runAtMs: 0,
      replayedAtMs: replayedAtMs, timeoutMs: nil, retry: retry, giveUpAtMs: giveUpAtMs, kindRetry: kind,
      failures: failures)
  }

  private func settle(_ outcome: Outcome, _ job: ClaimedJob, atMs: Int64 = 2_000) -> Settlement {
    RetryPolicy(baseMs: 5_000, capMs: 600_000).settlement(
      of: outcome, job: job, atMs: atMs, random: SeededRandom(seed: 1))
  }

  private let failure = Failure(reason: "throttled", message: "m")

  @Test("are read from JSON, and written so that they are read again")
  func coding() throws {
    let text =
      #"{"baseMs":1000,"capMs":60000,"giveUpAfterMs":86400000,"jitter":0.5,"reasons":{"conflict":{"maxAttempts":3}}}"#
    let rules = try RetryRules(parsing: text)
    #expect(rules.general == .init(baseMs: 1_000, capMs: 60_000, jitter: 0.5, giveUpAfterMs: 86_400_000))
    #expect(rules.reasons == ["conflict": .init(maxAttempts: 3)])
    #expect(rules.json == text)
    #expect(try RetryRules(parsing: "{}") == RetryRules())
  }

  @Test(
    "that make no sense are refused in one sentence that names the place",
    arguments: [
      ("[]", "expected a JSON object"), ("{", "expected a JSON object"),
      (
        #"{"base":1}"#,
        "base is not known; expected maxAttempts, baseMs, capMs, jitter, giveUpAfterMs, reasons"
      ),
      (#"{"baseMs":-1}"#, "baseMs: expected milliseconds, from 0 to a year"),
      (#"{"jitter":1.5}"#, "jitter: expected a number from 0 to 1"),
      (#"{"maxAttempts":0}"#, "maxAttempts: expected a whole number from 1"),
      (#"{"maxAttempts":"3"}"#, "maxAttempts: expected a whole number from 1"),
      (
        #"{"reasons":{"x":{"capMs":99999999999}}}"#,
        "reasons.x.capMs: expected milliseconds, from 0 to a year"
      ),
      (#"{"reasons":{"x":{"reasons":{}}}}"#, "reasons.x.reasons is not known"),
    ])
  func refused(text: String, words: String) {
    #expect {
      try RetryRules(parsing: text)
    } throws: {
      "\($0)".contains(words)
    }
  }

  @Test("the job's rule for the reason comes first, then the kind's for it, then the job's, then the kind's")
  func precedence() {
    let kind = RetryRules(
      .init(baseMs: 4, capMs: 40, jitter: 0), reasons: ["throttled": .init(baseMs: 2, giveUpAfterMs: 20)])
    let own = RetryRules(.init(baseMs: 3, capMs: 30), reasons: ["throttled": .init(maxAttempts: 1)])
    let both = job(retry: own, kind: kind)
    #expect(
      both.rule(for: "throttled")
        == .init(maxAttempts: 1, baseMs: 2, capMs: 30, jitter: 0, giveUpAfterMs: 20))
    #expect(both.rule(for: "other") == .init(baseMs: 3, capMs: 30, jitter: 0))
    #expect(job().rule(for: "x") == .init())
  }

  @Test("without jitter the delays are exactly the doubled base, under the cap")
  func exact() {
    let rules = RetryRules(.init(baseMs: 100, capMs: 1_000, jitter: 0))
    for (attempt, delay) in [(1, 100), (2, 200), (4, 800), (5, 1_000), (9, 1_000)] as [(Int, Int64)] {
      #expect(
        settle(.retry(failure), job(attempt: attempt, retry: rules))
          == .retry(runAtMs: 2_000 + delay, failure))
    }
    let half = RetryPolicy(baseMs: 1_000, capMs: 1_000, jitter: 0.25)
    for seed in 0..<200 {
      let delay = half.delayMs(afterAttempt: 1, atLeastMs: nil, random: SeededRandom(seed: UInt64(seed)))
      #expect((750...1_000).contains(delay))
    }
  }

  @Test("an operation's limit for a reason counts that reason alone, and a rule for the reason replaces it")
  func perReason() {
    var conflict = Failure(reason: "conflict", message: "m", maxAttempts: 3)
    conflict.retryAfterMs = 1
    #expect(settle(.retry(conflict), job(attempt: 7, failures: ["throttled": 6])) != .dead(conflict))
    #expect(
      settle(.retry(conflict), job(attempt: 9, failures: ["throttled": 6, "conflict": 2])) == .dead(conflict))
    let patient = RetryRules(reasons: ["conflict": .init(maxAttempts: 10)])
    #expect(
      settle(.retry(conflict), job(attempt: 9, kind: patient, failures: ["conflict": 8])) != .dead(conflict))
    #expect(
      settle(.retry(conflict), job(attempt: 10, kind: patient, failures: ["conflict": 9])) == .dead(conflict))
    #expect(
      settle(.retry(conflict), job(attempt: 4, maxAttempts: 4, kind: patient)) == .dead(conflict),
      "the job's own limit holds for all reasons together")
  }

  @Test("a job is given up when its next attempt would come after its deadline, and keeps its reason")
  func deadline() {
    let rules = RetryRules(.init(baseMs: 5_000, jitter: 0, giveUpAfterMs: 10_000))
    #expect(settle(.retry(failure), job(retry: rules), atMs: 6_000) == .retry(runAtMs: 11_000, failure))
    guard case .dead(let late) = settle(.retry(failure), job(retry: rules), atMs: 6_001) else {
      Issue.record("was not given up")
      return
    }
    #expect(late.reason == "throttled" && late.message.hasSuffix("after its deadline"))
    #expect(
      settle(.retry(failure), job(retry: rules, replayedAtMs: 50_000), atMs: 52_000)
        == .retry(runAtMs: 57_000, failure), "a replay counts anew")
    guard case .dead = settle(.retry(failure), job(giveUpAtMs: 2_000), atMs: 2_000) else {
      Issue.record("the job's own deadline")
      return
    }
    guard case .dead(let waited) = settle(.snooze(forMs: 1_000, nil), job(giveUpAtMs: 2_500)) else {
      Issue.record("a snooze beyond the deadline")
      return
    }
    #expect(waited.reason == "deadline-passed")
  }
}
