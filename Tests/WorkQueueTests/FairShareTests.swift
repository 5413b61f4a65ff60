import TestSupport
import Testing
import TimeAndChance
import WorkQueue

@Suite("Fair share")
struct FairShareTests {
  private func random(_ random: SeededRandom) -> [FairShare.Lane] {
    (0..<Int(random.below(8))).map { number in
      FairShare.Lane(
        tenant: "t\(number)", virtualTime: random.below(100_000), weight: 1 + random.below(10_000),
        capacity: Int(random.below(6)))
    }
  }

  @Test("gives out what there is, no more than anybody can take, and never goes back in time")
  func bounds() {
    let seed = Seed("fair share: bounds")
    let random = seed.random
    for _ in 0..<2_000 {
      let lanes = self.random(random)
      let slots = Int(random.below(20))
      let now = random.below(100_000)
      let turn = 1 + Int(random.below(5))
      let (shares, time) = FairShare.allot(slots, inTurnsOf: turn, to: lanes, virtualTime: now)
      let capacity = lanes.reduce(0) { $0 + $1.capacity }
      #expect(shares.reduce(0) { $0 + $1.count } == min(slots, capacity), "\(seed)")
      #expect(time >= now, "\(seed)")
      #expect(Set(shares.map(\.tenant)).count == shares.count, "\(seed)")
      for share in shares {
        let lane = lanes.first { $0.tenant == share.tenant }
        #expect(share.count > 0 && share.count <= lane?.capacity ?? 0, "\(seed)")
        #expect(share.virtualTime > max(lane?.virtualTime ?? .max, now), "\(seed)")
      }
    }
  }

  @Test("serves in the proportion of the weights, however the slots are cut")
  func proportions() {
    let seed = Seed("fair share: proportions")
    let random = seed.random
    for _ in 0..<50 {
      let weights = (0..<4).map { _ in 50 + random.below(400) }
      var times = [Int64](repeating: 0, count: 4)
      var served = [Int](repeating: 0, count: 4)
      var clock: Int64 = 0
      var total = 0
      while total < 4_000 {
        let slots = 1 + Int(random.below(10))
        let order = (0..<4).sorted { times[$0] < times[$1] }
        let lanes = order.map {
          FairShare.Lane(tenant: "\($0)", virtualTime: times[$0], weight: weights[$0], capacity: 1_000)
        }
        let turn = 1 + Int(random.below(5))
        let (shares, now) = FairShare.allot(slots, inTurnsOf: turn, to: lanes, virtualTime: clock)
        clock = now
        for share in shares {
          let index = Int(share.tenant) ?? 0
          served[index] += share.count
          times[index] = share.virtualTime
        }
        total += slots
      }
      let sum = weights.reduce(0, +)
      for index in 0..<4 {
        let fair = Double(total) * Double(weights[index]) / Double(sum)
        #expect(abs(Double(served[index]) - fair) < fair * 0.05 + 20, "\(seed) \(weights) \(served)")
      }
    }
  }

  @Test("a lane that was empty saves up no turns, and waits no longer than one round")
  func idle() {
    let busy = FairShare.Lane(tenant: "busy", virtualTime: 900_000, weight: 100, capacity: 1_000)
    let back = FairShare.Lane(tenant: "back", virtualTime: 0, weight: 100, capacity: 1_000)
    let (shares, _) = FairShare.allot(10, to: [back, busy], virtualTime: 900_000)
    #expect(shares.map(\.count) == [5, 5])
    let single = FairShare.Lane(tenant: "single", virtualTime: 0, weight: 1, capacity: 1)
    #expect(
      FairShare.allot(2, to: [single, busy], virtualTime: 900_000).shares.contains { $0.tenant == "single" })
  }

  @Test("a turn is longer than a job only in a large claim among few lanes")
  func turns() {
    #expect(FairShare.turn(slots: 1, waiting: 2) == 1)
    #expect(FairShare.turn(slots: 31, waiting: 2) == 1)
    #expect(FairShare.turn(slots: 64, waiting: 2) == 4)
    #expect(FairShare.turn(slots: 256, waiting: 256) == 8)
    #expect(FairShare.turn(slots: 256, waiting: 257) == 1)
    let lanes = ["a", "b", "c"].map {
      FairShare.Lane(tenant: $0, virtualTime: 0, weight: 100, capacity: 100)
    }
    let (shares, clock) = FairShare.allot(10, inTurnsOf: 4, to: lanes, virtualTime: 0)
    #expect(shares.map(\.count) == [4, 4, 2])
    #expect(shares.map(\.virtualTime) == [40_000, 40_000, 20_000], "each job of a turn is charged")
    #expect(clock == 0)
  }

  @Test("no lanes, no slots and no capacity are no trouble")
  func nothing() {
    #expect(FairShare.allot(5, to: [], virtualTime: 3).shares.isEmpty)
    let lane = FairShare.Lane(tenant: "a", virtualTime: 0, weight: 0, capacity: 0)
    #expect(FairShare.allot(5, to: [lane], virtualTime: 3).virtualTime == 3)
    #expect(FairShare.allot(0, to: [lane], virtualTime: 3).shares.isEmpty)
  }
}
