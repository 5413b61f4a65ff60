import CSQLite
import Dispatch
import Glibc
import Synchronization

/// Tells of commits that other connections make, about as soon as they can be seen.
///
/// The kernel tells when somebody writes to the write-ahead log (inotify(7)), which is shortly before the commit is
/// visible. So the watch looks several times from then on, at growing distances; and now and then without any sign,
/// should one have been missed.
package final class CommitWatch: Sendable {
  private static let longestUnbrokenUs = 1_000
  /// From one look to the next without any sign.
  private static let slowLookMs: Int32 = 1_000

  /// What the thread and the watch share; the descriptor is closed when both have let go of it.
  private final class Shared: Sendable {
    let descriptor: Int32
    let watch: Int32
    let isOver = Atomic(false)

    init?(path: String) {
      descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      guard descriptor >= 0 else { return nil }
      watch = inotify_add_watch(descriptor, path, UInt32(IN_MODIFY))
      if watch < 0 { return nil }
    }

    deinit { close(descriptor) }
  }

  private let shared: Shared

  /// Begins to watch.
  ///
  /// - Parameters:
  ///   - path: the database's file; its log must be there.
  ///   - look: whether there was a commit since it was last asked; nil: not now.
  ///   - changed: called after each such commit, on the watch's thread.
  /// - Returns: nil if the kernel has no watch for us.
  package init?(
    database path: String, look: @escaping @Sendable () -> Bool?, changed: @escaping @Sendable () -> Void
  ) {
    guard let shared = Shared(path: "\(path)-wal") else { return nil }
    self.shared = shared
    DispatchQueue(label: "headgate.commits", qos: .userInitiated).async {
      Self.watch(shared, look: look, changed: changed)
    }
  }

  deinit { stop() }

  /// Ends the watch: soon after this `look` and `changed` are not called any more.
  package func stop() {
    guard !shared.isOver.exchange(true, ordering: .sequentiallyConsistent) else { return }
    // The kernel reports that the watch is gone, which wakes the thread.
    _ = inotify_rm_watch(shared.descriptor, shared.watch)
  }

  private static func watch(_ shared: Shared, look: () -> Bool?, changed: () -> Void) {
    headgate_wake_in_time()
    var pauses = Pauses()
    while !shared.isOver.load(ordering: .sequentiallyConsistent) {
      let isWritten = waitForChange(shared.descriptor, atMostUs: pauses.next())
      if isWritten { pauses.restart(nowUs: MonotonicClock.nowUs) }
      if shared.isOver.load(ordering: .sequentiallyConsistent) { return }
      switch look() {
      case true?:
        changed()
        // Somebody else may be about to commit.
        pauses.restart(nowUs: MonotonicClock.nowUs)
      // This process writes itself, and looks for jobs when it has committed.
      case nil: pauses.slowDown()
      case false?: break
      }
    }
  }

  /// From one look to the next: short after a sign of somebody writing, as long as a commit takes on the whole, then
  /// doubled each time.
  private struct Pauses {
    private static let shortUs = 100
    private static let shortLooks = 15
    private static let laterUs = 1_000
    private static let lastUs = 25_600
    /// Where somebody writes all the time, a worker has other things to do than to be woken at once.
    private static let quietUs = 5_000

    private var pauseUs: Int?
    private var shortLeft = 0
    private var writtenAtUs = -quietUs

    /// Nil: until there is a sign.
    mutating func next() -> Int? {
      guard shortLeft == 0 else {
        shortLeft -= 1
        return Self.shortUs
      }
      defer { pauseUs = pauseUs.flatMap { $0 < Self.lastUs ? $0 * 2 : nil } }
      return pauseUs
    }

    mutating func restart(nowUs: Int) {
      if nowUs - writtenAtUs >= Self.quietUs { shortLeft = Self.shortLooks }
      writtenAtUs = nowUs
      pauseUs = min(pauseUs ?? Self.lastUs, Self.laterUs)
    }

    mutating func slowDown() { shortLeft = 0 }
  }

  /// - Returns: whether somebody has written.
  private static func waitForChange(_ descriptor: Int32, atMostUs: Int?) -> Bool {
    var waitMs = slowLookMs
    if let atMostUs {
      // A short pause is not broken off: whoever writes all the time would make it none at all.
      let isShort = atMostUs <= longestUnbrokenUs
      if isShort { usleep(UInt32(atMostUs)) }
      waitMs = isShort ? 0 : Int32(atMostUs / 1_000)
    }
    var file = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&file, 1, waitMs) > 0 else { return false }
    // That something has changed is all there is to know.
    withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 8) { buffer in
      while read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
    }
    return true
  }
}
