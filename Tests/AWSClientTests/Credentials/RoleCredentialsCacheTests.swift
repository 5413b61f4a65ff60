import AWSClient
import Testing
import TimeAndChance

@Suite("the cache of roles' credentials", .timeLimit(.minutes(5)))
struct RoleCredentialsCacheTests {
  // 2029-12-31T23:00:00Z: an hour before the issuer's keys expire.
  let time = InstantTime(nowMs: 1_893_452_400_000)
  let log = CallLog()

  private func cache(_ issuer: RoleIssuer, capacity: Int = 100) -> RoleCredentialsCache {
    RoleCredentialsCache(
      caller: issuer, base: StaticCredentials(SignatureTests.key), time: time, capacity: capacity)
  }

  private func role(_ name: String = "r", externalId: String? = "e", session: String = "s") -> RoleIdentity {
    RoleIdentity(
      roleARN: "arn:aws:iam::1:role/\(name)", externalId: externalId, region: "eu-central-1",
      sessionName: session)
  }

  @Test("a role is assumed once, and each difference in what is asked makes another")
  func keys() async throws {
    let issuer = RoleIssuer()
    let cache = cache(issuer)
    for _ in 0..<3 { _ = try await cache.assumedRole(role(), observe: log.observe) }
    #expect(issuer.calls == 1)
    #expect(log.records.count == 1)
    for other in [role("r2"), role(externalId: nil), role(externalId: "e2"), role(session: "s2")] {
      _ = try await cache.assumedRole(other, observe: log.observe)
    }
    #expect(issuer.calls == 5)
  }

  @Test("those who ask at the same time share one fetch")
  func singleFlight() async throws {
    let gate = Gate()
    let issuer = RoleIssuer(answers: gate)
    let cache = cache(issuer)
    let keys = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<200 {
        group.addTask { try await cache.assumedRole(role(), observe: log.observe).credentials.accessKeyId }
      }
      await issuer.hasBeenCalled.wait()
      gate.open()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(keys == Array(repeating: "KEY1", count: 200))
    #expect(issuer.calls == 1)
    #expect(log.records.count == 1)
  }

  @Test("keys are fetched anew ten minutes before they expire, not before")
  func expiry() async throws {
    let issuer = RoleIssuer()
    let cache = cache(issuer)
    _ = try await cache.assumedRole(role(), observe: log.observe)
    time.advance(ms: 3_600_000 - AWSLimits.credentialsRefreshBeforeExpiryMs - 1)
    _ = try await cache.assumedRole(role(), observe: log.observe)
    #expect(issuer.calls == 1)
    time.advance(ms: 1)
    _ = try await cache.assumedRole(role(), observe: log.observe)
    #expect(issuer.calls == 2)
  }

  @Test("a failure is not remembered")
  func failure() async throws {
    let issuer = RoleIssuer()
    issuer.refuse(1)
    let cache = cache(issuer)
    let error = await #expect(throws: AWSError.self) {
      try await cache.assumedRole(role(), observe: log.observe)
    }
    #expect(error?.classification.reason == "assume-role-denied")
    #expect(try await cache.assumedRole(role(), observe: log.observe).credentials.accessKeyId == "KEY2")
  }

  @Test("old keys bridge a passing trouble until a minute before they expire, but no refusal")
  func bridge() async throws {
    let issuer = RoleIssuer()
    let cache = cache(issuer)
    let busy = ErrorClassification(.throttle, "throttled")
    _ = try await cache.assumedRole(role(), observe: log.observe)
    time.advance(ms: 3_600_000 - AWSLimits.credentialsLastUseBeforeExpiryMs - 1)
    issuer.refuse(1, busy)
    #expect(try await cache.assumedRole(role(), observe: log.observe).credentials.accessKeyId == "KEY1")
    issuer.refuse(1)
    await #expect(throws: AWSError.self) { try await cache.assumedRole(role(), observe: log.observe) }
    time.advance(ms: 1)
    issuer.refuse(1, busy)
    await #expect(throws: AWSError.self) { try await cache.assumedRole(role(), observe: log.observe) }
  }

  @Test("invalidating drops the keys that are meant, and spares newer ones")
  func invalidate() async throws {
    let issuer = RoleIssuer()
    let provider = AssumedRoleProvider(role(), cache: cache(issuer))
    let first = try await provider.credentials(observe: log.observe)
    await provider.invalidate(first)
    let second = try await provider.credentials(observe: log.observe)
    #expect(second.accessKeyId == "KEY2")
    await provider.invalidate(first)
    #expect(try await provider.credentials(observe: log.observe) == second)
    #expect(issuer.calls == 2)
  }

  @Test("a waiter that is cancelled ends alone")
  func cancelledWaiter() async throws {
    let gate = Gate()
    let issuer = RoleIssuer(answers: gate)
    let cache = cache(issuer)
    let fetching = Task { try await cache.assumedRole(role(), observe: log.observe) }
    await issuer.hasBeenCalled.wait()
    let waiting = Task { try await cache.assumedRole(role(), observe: log.observe) }
    waiting.cancel()
    let error = await #expect(throws: AWSError.self) { try await waiting.value }
    #expect(error?.classification.reason == "cancelled")
    gate.open()
    #expect(try await fetching.value.credentials.accessKeyId == "KEY1")
    #expect(issuer.calls == 1)
  }

  @Test("when the one that fetches is cancelled, another takes over")
  func cancelledFetcher() async throws {
    let gate = Gate()
    let issuer = RoleIssuer(answers: gate)
    let cache = cache(issuer)
    let fetching = Task { try await cache.assumedRole(role(), observe: log.observe) }
    await issuer.hasBeenCalled.wait()
    let waiting = (0..<20).map { _ in Task { try await cache.assumedRole(role(), observe: log.observe) } }
    fetching.cancel()
    await #expect(throws: AWSError.self) { try await fetching.value }
    gate.open()
    for task in waiting { #expect(try await task.value.credentials.accessKeyId == "KEY2") }
    #expect(issuer.calls == 2)
  }

  @Test("cancellations at any moment leave nobody waiting for ever")
  func randomCancellations() async throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("role credentials, random cancellations: seed \(seed)")
    let random = SeededRandom(seed: seed)
    for _ in 0..<50 {
      let issuer = RoleIssuer()
      let cache = cache(issuer)
      let tasks = (0..<40).map { index in
        Task { try await cache.assumedRole(role("\(index % 3)"), observe: log.observe) }
      }
      let cancelled = Set((0..<20).map { _ in Int(random.below(40)) })
      for index in cancelled { tasks[index].cancel() }
      for (index, task) in tasks.enumerated() {
        switch await task.result {
        case .success(let role): #expect(role.credentials.accessKeyId.hasPrefix("KEY"))
        case .failure: #expect(cancelled.contains(index))
        }
      }
    }
  }

  @Test("the longest unused roles make room")
  func eviction() async throws {
    let issuer = RoleIssuer()
    let cache = cache(issuer, capacity: 8)
    for index in 0..<8 { _ = try await cache.assumedRole(role("\(index)"), observe: log.observe) }
    _ = try await cache.assumedRole(role("0"), observe: log.observe)
    _ = try await cache.assumedRole(role("8"), observe: log.observe)
    #expect(issuer.calls == 9)
    _ = try await cache.assumedRole(role("0"), observe: log.observe)
    #expect(issuer.calls == 9)
    _ = try await cache.assumedRole(role("1"), observe: log.observe)
    #expect(issuer.calls == 10)
  }
}
