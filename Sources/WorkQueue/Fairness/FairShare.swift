/// Start-time fair queuing: whose turn it is. A lane's virtual time grows with each job that it is given, the
/// more the smaller its weight; the lane that stands furthest back is next. A lane that was empty starts where
/// the queue stands, not where it once stopped, so nobody saves up turns.
///
/// A turn is one job. In a large claim among few lanes it is some more, because several jobs of one tenant cost less than
/// as many of different ones: their entries in the indexes share pages.
package enum FairShare {
  /// What one job adds to the virtual time of a lane of weight 1.
  package static let unit: Int64 = 1_000_000

  package struct Lane: Sendable, Equatable {
    package let tenant: String
    package let virtualTime: Int64
    package let weight: Int64
    /// Jobs that it may be given now.
    package let capacity: Int

    package init(tenant: String, virtualTime: Int64, weight: Int64, capacity: Int) {
      self.tenant = tenant
      self.virtualTime = virtualTime
      self.weight = weight
      self.capacity = capacity
    }
  }

  package struct Share: Sendable, Equatable {
    package let tenant: String
    package var count: Int
    /// The lane's virtual time afterwards.
    package var virtualTime: Int64
  }

  /// How many jobs a turn has.
  ///
  /// - Parameters:
  ///   - slots: jobs that are given out.
  ///   - waiting: lanes that wait for a turn.
  package static func turn(slots: Int, waiting: Int) -> Int {
    guard waiting <= QueueLimits.maxLanesForLongTurns else { return 1 }
    return min(max(slots / QueueLimits.turnsPerClaim, 1), QueueLimits.maxJobsPerTurn)
  }

  /// Gives out `slots` jobs.
  ///
  /// - Parameters:
  ///   - turn: jobs that a lane is given before the next one is asked.
  ///   - virtualTime: where the queue stood before.
  /// - Returns: the lanes that are given jobs, and where the queue stands after it.
  package static func allot(
    _ slots: Int, inTurnsOf turn: Int = 1, to lanes: [Lane], virtualTime: Int64
  ) -> (shares: [Share], virtualTime: Int64) {
    var shares: [Share] = []
    var clock = virtualTime
    // (virtual time, index): lanes is short (at most one lane a slot), so looking through it is cheap.
    var open = lanes.indices.filter { lanes[$0].capacity > 0 }
    var times = lanes.map(\.virtualTime)
    var counts = Array(repeating: 0, count: lanes.count)
    var order: [Int] = []
    var left = slots
    while left > 0 {
      guard let place = open.indices.min(by: { times[open[$0]] < times[open[$1]] }) else { break }
      let index = open[place]
      let start = max(times[index], clock)
      clock = start
      let jobs = min(turn, left, lanes[index].capacity - counts[index])
      times[index] = start + Int64(jobs) * (unit / max(lanes[index].weight, 1))
      if counts[index] == 0 { order.append(index) }
      counts[index] += jobs
      left -= jobs
      if counts[index] == lanes[index].capacity { open.remove(at: place) }
    }
    for index in order {
      shares.append(Share(tenant: lanes[index].tenant, count: counts[index], virtualTime: times[index]))
    }
    return (shares, clock)
  }
}
