import Testing
import TimeAndChance

@Suite("Time and chance")
struct RandomSourceTests {
  @Test("a seed gives the published sequence of SplitMix64")
  func sequence() {
    let random = SeededRandom(seed: 1_234_567)
    #expect(
      (0..<3).map { _ in random.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }

  @Test("unit and below stay within their bounds and reach all of them", arguments: [1, 2, 3, 10] as [Int64])
  func bounds(bound: Int64) {
    let random = SeededRandom(seed: 7)
    var seen: Set<Int64> = []
    for _ in 0..<1_000 {
      let number = random.below(bound)
      #expect((0..<bound).contains(number))
      seen.insert(number)
      #expect((0..<1).contains(random.unit()))
    }
    #expect(seen.count == Int(bound))
  }

  @Test("a bound that is not positive gives 0, the largest one no overflow")
  func extremes() {
    let random = SeededRandom(seed: 7)
    #expect(random.below(0) == 0)
    #expect(random.below(-5) == 0)
    #expect(random.below(.max) >= 0)
    #expect(SystemRandom().below(.max) >= 0)
  }

  @Test("hex gives two digits a byte", arguments: [0, 1, 8, 9, 33])
  func hex(count: Int) {
    let text = SeededRandom(seed: 3).hex(bytes: count)
    #expect(text.utf8.count == 2 * count)
    #expect(text.allSatisfy { "0123456789abcdef".contains($0) })
    #expect(count < 8 || text != SeededRandom(seed: 4).hex(bytes: count))
  }

  @Test("a sleep ends with its task")
  func sleep() async throws {
    let task = Task { try await SystemTime().sleep(ms: 3_600_000) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    let cancelled = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await SystemTime().sleep(ms: 0)
    }
    await #expect(throws: CancellationError.self) { try await cancelled.value }
    #expect(SystemTime().monotonicMs() <= SystemTime().monotonicMs())
    #expect(SystemTime().nowMs() > 1_700_000_000_000)
  }
}
