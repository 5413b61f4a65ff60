import Glibc
import Synchronization

/// How long a writer waits for more to commit together. Whoever was told of the last commit may be about to come back:
/// where many did lately, a moment's patience saves a commit.
final class CommitPatience: Sendable {
  /// Looks for others before a commit that would be smaller than usual, and the pause before each.
  private static let maxLooks = 8
  private static let lookPauseUs: UInt32 = 20
  /// With each commit the usual size falls by one in so many, and by one at least, unless it is reached again.
  private static let forgottenPart = 8

  private let largest = Mutex(0)

  /// The size of the largest batches of late.
  var usualCount: Int { largest.withLock { $0 } }

  func saw(_ count: Int) {
    largest.withLock { $0 = max(count, $0 - max($0 / Self.forgottenPart, 1)) }
  }

  /// Ends as soon as nobody came since the last look.
  ///
  /// - Parameter waiting: how many are there.
  func letOthersCome(waiting: () -> Int) {
    let wanted = usualCount / 2
    var count = waiting()
    for _ in 0..<Self.maxLooks where count < wanted {
      usleep(Self.lookPauseUs)
      let now = waiting()
      if now == count { return }
      count = now
    }
  }
}
