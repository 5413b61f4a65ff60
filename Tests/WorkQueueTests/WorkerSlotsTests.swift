import Testing

@testable import WorkQueue

@Suite("The slots of a worker")
struct WorkerSlotsTests {
  @Test("few are filled by one claim, of many a half at a time")
  func claimable() {
    for (limit, claimable) in [(1, 1), (128, 128), (200, 128), (256, 128), (1_000, 500)] {
      #expect(WorkerSlots(limit: limit).claimable == claimable)
    }
    let slots = WorkerSlots(limit: 256)
    for _ in 0..<129 { slots.begin() }
    #expect(slots.claimable == 127)
  }

  @Test("an operation that ends makes room, unless too much of what came of others is on its way to the disk")
  func ending() {
    let slots = WorkerSlots(limit: 2)
    for _ in 0..<2 { slots.begin() }
    #expect(slots.free == 0)
    for _ in 0..<2 { slots.end() }
    #expect(slots.free == 2)
    for _ in 0..<2 { slots.begin() }
    for _ in 0..<2 { slots.end() }
    #expect(slots.free == 0)
    slots.forget()
    #expect(slots.free == 1)
  }
}
