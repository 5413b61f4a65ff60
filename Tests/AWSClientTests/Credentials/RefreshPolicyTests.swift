import AWSClient
import Testing

@Suite("when credentials are fetched anew")
struct RefreshPolicyTests {
  @Test(
    "long-lived ones by the clock, short-lived ones by the same part of their life",
    arguments: [
      (60, 16, RefreshPolicy.Need.none), (60, 15, .early), (60, 11, .early), (60, 10, .now), (60, -1, .now),
      // 15 minutes of life: early from 11:15, at the latest from 7:30.
      (15, 12, .none), (15, 11, .early), (15, 8, .early), (15, 7, .now), (2, 2, .none), (2, 1, .now),
      (0, 0, .now),
    ])
  func need(lifeMinutes: Int64, leftMinutes: Int64, expected: RefreshPolicy.Need) {
    let policy = RefreshPolicy(earlyMs: 15 * 60_000)
    let expiresAtMs = lifeMinutes * 60_000
    let need = policy.need(
      fetchedAtMs: 0, expiresAtMs: expiresAtMs, nowMs: expiresAtMs - leftMinutes * 60_000)
    #expect(need == expected)
  }

  @Test("what does not expire stays")
  func unlimited() {
    #expect(RefreshPolicy().need(fetchedAtMs: 0, expiresAtMs: nil, nowMs: .max) == .none)
  }
}
