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
    var pauses = WatchPauses()
    while !shared.isOver.load(ordering: .sequentiallyConsistent) {
      let pauseUs = pauses.next()
      let isWritten = waitForChange(
        shared.descriptor, atMostUs: pauseUs, isUnbroken: pauseUs.map { $0 <= pauses.signPauseUs } ?? false)
      if isWritten { pauses.sign(nowUs: MonotonicClock.nowUs) }
      if shared.isOver.load(ordering: .sequentiallyConsistent) { return }
      switch look() {
      case true?:
        changed()
        pauses.foundCommit(nowUs: MonotonicClock.nowUs)
      case nil: pauses.slowDown()
      case false?: if isWritten { pauses.signWasOurs() }
      }
    }
  }

  /// - Returns: whether somebody has written.
  private static func waitForChange(_ descriptor: Int32, atMostUs: Int?, isUnbroken: Bool) -> Bool {
    var waitMs = slowLookMs
    if let atMostUs {
      if isUnbroken { usleep(UInt32(atMostUs)) }
      waitMs = isUnbroken ? 0 : Int32(atMostUs / 1_000)
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
