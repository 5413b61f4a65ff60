import Synchronization

/// How many jobs a worker may still start. An attempt holds its slot as long as its operation is under way; what came of
/// it may be on its way to the disk while the next job runs, but no more than a claim's worth of that beyond the slots: a
/// disk that is slow holds the worker up, not its memory.
final class WorkerSlots: Sendable {
  private struct Counts {
    var busy = 0
    var ending = 0
  }

  private let limit: Int
  private let spare: Int
  private let most: Int
  private let counts = Mutex(Counts())

  init(limit: Int) {
    self.limit = limit
    spare = min(limit, QueueLimits.maxJobsPerClaim)
    most = max(limit / 2, QueueLimits.filledPerClaim)
  }

  /// Attempts whose operation is under way.
  var busy: Int { counts.withLock { $0.busy } }

  var free: Int { counts.withLock { max(min(limit, limit + spare - $0.ending) - $0.busy, 0) } }

  /// Jobs that a claim may take now. Many slots are not filled at once: while half of the jobs begin, what came of the
  /// others is written down, so that neither the writer nor the tasks wait for each other.
  var claimable: Int { min(free, most) }

  func begin() { counts.withLock { $0.busy += 1 } }

  /// The operation has ended.
  func end() {
    counts.withLock {
      $0.busy -= 1
      $0.ending += 1
    }
  }

  /// What came of it is written down, or will never be.
  func forget() { counts.withLock { $0.ending -= 1 } }
}
