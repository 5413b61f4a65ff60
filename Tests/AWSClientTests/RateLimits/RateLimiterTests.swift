import AWSClient
import Synchronization
import Testing
import TimeAndChance

@Suite("permits for calls")
struct RateLimiterTests {
  private static let write = RateKey(account: "1", region: "eu-central-1", service: .appflow, access: .write)
  private static let create = RateKey(
    account: "1", region: "eu-central-1", service: .appflow, access: .create)

  /// One call at once, and one a second.
  private static func limits() -> RateLimits {
    var limits = RateLimits()
    limits.appFlowWrites = RateSettings(
      startPerSecond: 1, floorPerSecond: 0.05, ceilingPerSecond: 1, growthPerSecond: 0.05, burst: 1)
    return limits
  }

  private final class Order: Sendable {
    private let kept = Mutex<[Int]>([])
    var numbers: [Int] { kept.withLock { $0 } }
    func note(_ number: Int) { kept.withLock { $0.append(number) } }
  }

  private static func waiting(_ limiter: RateLimiter, _ key: RateKey) -> Int {
    limiter.snapshot().first { $0.key == key }?.waiting ?? 0
  }

  /// Until so many stand in line and the clock has the alarm that goes with them.
  private static func line(_ count: Int, _ limiter: RateLimiter, _ key: RateKey, _ time: HandDrivenTime) async
  {
    while waiting(limiter, key) != count || time.sleeping != (count > 0 ? 1 : 0) { await Task.yield() }
  }

  private static func refusal(_ body: () async throws -> RatePermit) async -> RateRefusal? {
    await #expect(throws: RateRefusal.self) { _ = try await body() }
  }

  @Test("come in the order in which they were asked for, one alarm for all who wait")
  func order() async throws {
    let time = HandDrivenTime()
    let limiter = RateLimiter(limits: Self.limits(), time: time)
    let granted = Order()
    limiter.release(try await limiter.acquire(Self.write), .unknown)
    await withTaskGroup(of: Void.self) { group in
      for number in 1...5 {
        group.addTask {
          guard let permit = try? await limiter.acquire(Self.write) else { return }
          granted.note(number)
          limiter.release(permit, .unknown)
        }
        await Self.line(number, limiter, Self.write, time)
      }
      for number in 1...5 {
        time.advance(ms: 999)
        #expect(granted.numbers.count == number - 1)
        time.advance(ms: 1)
        while granted.numbers.count != number { await Task.yield() }
        await Self.line(5 - number, limiter, Self.write, time)
      }
    }
    #expect(granted.numbers == [1, 2, 3, 4, 5])
  }

  @Test("are refused where the turn comes too late to wait for, each with a later time to come back")
  func refusedAtOnce() async throws {
    let time = HandDrivenTime()
    let limiter = RateLimiter(limits: Self.limits(), time: time)
    _ = try await limiter.acquire(Self.write)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 1...5 { group.addTask { _ = try await limiter.acquire(Self.write) } }
      await Self.line(5, limiter, Self.write, time)
      var retryAfterMs: [Int64] = []
      for _ in 1...4 {
        if case .notNow(let ms, _)? = await Self.refusal({ try await limiter.acquire(Self.write) }) {
          retryAfterMs.append(ms)
        }
      }
      #expect(retryAfterMs == [6_000, 6_250, 6_500, 6_750])
      for left in (0...4).reversed() {
        time.advance(ms: 1_000)
        await Self.line(left, limiter, Self.write, time)
      }
      try await group.waitForAll()
    }
  }

  @Test("go to the next in line when somebody is cancelled")
  func cancellation() async throws {
    let time = HandDrivenTime()
    let limiter = RateLimiter(limits: Self.limits(), time: time)
    _ = try await limiter.acquire(Self.write)
    let first = Task { try await limiter.acquire(Self.write) }
    await Self.line(1, limiter, Self.write, time)
    let second = Task { try await limiter.acquire(Self.write) }
    await Self.line(2, limiter, Self.write, time)
    first.cancel()
    #expect(await Self.refusal { try await first.value } == .cancelled)
    time.advance(ms: 1_000)
    _ = try await second.value
    await Self.line(0, limiter, Self.write, time)

    let late = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await limiter.acquire(Self.write)
    }
    late.cancel()
    #expect(await Self.refusal { try await late.value } == .cancelled)
  }

  @Test("are few for creates: a third waits until one has ended")
  func creates() async throws {
    let time = HandDrivenTime()
    let limiter = RateLimiter(time: time)
    let first = try await limiter.acquire(Self.create)
    _ = try await limiter.acquire(Self.create)
    let third = Task { try await limiter.acquire(Self.create) }
    await Self.line(1, limiter, Self.create, time)
    limiter.release(first, .accepted)
    _ = try await third.value

    let fourth = Task { try await limiter.acquire(Self.create) }
    await Self.line(1, limiter, Self.create, time)
    time.advance(ms: AWSLimits.maxRateWaitMs)
    #expect(
      await Self.refusal { try await fourth.value }
        == .notNow(retryAfterMs: AWSLimits.maxRateWaitMs, perSecond: nil))
  }

  @Test("are taken from those in line whose turn a throttling has moved too far")
  func hopeless() async throws {
    let time = HandDrivenTime()
    let limiter = RateLimiter(limits: Self.limits(), time: time)
    let permit = try await limiter.acquire(Self.write)
    let waiting = Task { try await limiter.acquire(Self.write) }
    await Self.line(1, limiter, Self.write, time)
    limiter.release(permit, .throttled(retryAfterMs: 60_000))
    #expect(
      await Self.refusal { try await waiting.value } == .notNow(retryAfterMs: 60_000, perSecond: 0.5))
    #expect(limiter.snapshot().first?.pausedForMs == 60_000)
    #expect(time.sleeping == 0)
  }

  @Test("of one key have nothing to do with those of another")
  func keys() async throws {
    let limiter = RateLimiter(limits: Self.limits(), time: HandDrivenTime())
    for account in 0..<1_000 {
      for region in ["eu-central-1", "us-east-1"] {
        _ = try await limiter.acquire(
          RateKey(account: "\(account)", region: region, service: .appflow, access: .write))
      }
    }
    #expect(limiter.snapshot().count == 2_000)
  }

  @Test("are remembered for so many keys only, and never forgotten while in use")
  func eviction() async throws {
    let time = HandDrivenTime()
    let limiter = RateLimiter(time: time, maxKeys: 16)
    func key(_ account: Int) -> RateKey {
      RateKey(account: "\(account)", region: "r", service: .sts, access: .write)
    }
    let held = try await limiter.acquire(key(0))
    for account in 1..<100 {
      time.advance(ms: 1)
      limiter.release(try await limiter.acquire(key(account)), .accepted)
      #expect(limiter.snapshot().count <= 16)
    }
    #expect(limiter.snapshot().contains { $0.key == held.key && $0.inFlight == 1 })

    var permits: [RatePermit] = [held]
    for account in 101..<116 { permits.append(try await limiter.acquire(key(account))) }
    #expect(
      await Self.refusal { try await limiter.acquire(key(200)) }
        == .notNow(retryAfterMs: AWSLimits.maxRateWaitMs, perSecond: nil))
    for permit in permits { limiter.release(permit, .accepted) }
    time.advance(ms: AWSLimits.rateKeyIdleMs)
    limiter.release(try await limiter.acquire(key(300)), .accepted)
    #expect(limiter.snapshot().count == 1)
  }
}
