import Dispatch
import Glibc
import Synchronization

/// Tells of commits that other connections make, about as soon as they can be seen.
///
/// The kernel tells when somebody writes to the write-ahead log (inotify(7)), which is shortly before the commit is
/// visible. So the watch looks several times from then on, at growing distances; and now and then without any sign,
/// should one have been missed.
package final class CommitWatch: Sendable {
  /// From one look to the next after a sign of somebody writing, doubled each time, and when to stop.
  private static let firstPauseUs = 100
  private static let lastPauseUs = 25_600
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
    while true {
      waitForChange(shared.descriptor)
      var pauseUs = firstPauseUs
      while !shared.isOver.load(ordering: .sequentiallyConsistent) {
        if look() == true {
          changed()
          // Somebody else may be about to commit.
          pauseUs = firstPauseUs
        }
        if pauseUs > lastPauseUs { break }
        usleep(UInt32(pauseUs))
        pauseUs *= 2
      }
      if shared.isOver.load(ordering: .sequentiallyConsistent) { return }
    }
  }

  private static func waitForChange(_ descriptor: Int32) {
    var file = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&file, 1, slowLookMs) > 0 else { return }
    // That something has changed is all there is to know.
    withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 8) { buffer in
      while read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
    }
  }
}
