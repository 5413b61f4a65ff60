import Testing

@testable import SQLite

@Suite("SQLite: the pauses of a watch for commits")
struct WatchPausesTests {
  private var pauses = WatchPauses()

  /// All short looks, and the pause after them.
  private mutating func shortLooks() -> (count: Int, thenUs: Int?) {
    var count = 0
    while true {
      let pauseUs = pauses.next()
      guard pauseUs == WatchPauses.shortUs else { return (count, pauseUs) }
      count += 1
    }
  }

  private mutating func busyWithItself() {
    for _ in 0..<(WatchPauses.fewSigns + 2) { pauses.slowDown() }
  }

  @Test("without a sign it waits for one; after one it looks often, then ever less, then not at all")
  mutating func fading() {
    #expect(pauses.next() == nil)
    pauses.sign(nowUs: 1_000_000)
    let looks = shortLooks()
    #expect(looks.count == WatchPauses.shortLooks)
    #expect(looks.thenUs == WatchPauses.laterUs)
    let later = (0..<6).map { _ in pauses.next() }
    #expect(later == [2_000, 4_000, 8_000, 16_000, 32_000, nil])
  }

  @Test("what this process writes itself all the time makes it look less and less often, to a bound")
  mutating func ownSigns() {
    var nowUs = 1_000_000
    pauses.sign(nowUs: nowUs)
    _ = shortLooks()
    var taken: [Int?] = []
    for _ in 0..<(WatchPauses.fewSigns + 5) {
      nowUs += 500
      pauses.sign(nowUs: nowUs)
      pauses.signWasOurs()
      let pauseUs = pauses.next()
      taken.append(pauseUs)
      nowUs += pauseUs ?? 0
    }
    #expect(taken.prefix(WatchPauses.fewSigns + 1).allSatisfy { $0 == WatchPauses.laterUs })
    #expect(taken.suffix(4) == [2_000, 4_000, 4_000, 4_000])
  }

  @Test("a commit of another process brings it back to looking often")
  mutating func foundCommit() {
    pauses.sign(nowUs: 1_000_000)
    busyWithItself()
    #expect(pauses.signPauseUs == WatchPauses.longestSignPauseUs)
    pauses.foundCommit(nowUs: 1_004_000)
    #expect(pauses.signPauseUs == WatchPauses.laterUs)
    #expect(pauses.next() == WatchPauses.laterUs)
  }

  @Test("after a while without signs the next one is looked after at once")
  mutating func afterQuiet() {
    pauses.sign(nowUs: 1_000_000)
    busyWithItself()
    pauses.sign(nowUs: 1_004_500)
    #expect(pauses.next() != WatchPauses.shortUs)
    pauses.sign(nowUs: 1_012_500)
    #expect(pauses.next() == WatchPauses.shortUs)
    #expect(pauses.signPauseUs == WatchPauses.laterUs)
  }
}
