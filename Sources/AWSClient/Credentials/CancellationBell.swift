import CCurl
import Glibc

/// Becomes readable when the task that waits for a process is cancelled.
final class CancellationBell: Sendable {
  let descriptor: Int32

  init() throws(ProcessFailure) {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else {
      throw ProcessFailure(.notStarted, "cannot be started: no file descriptor is left")
    }
  }

  deinit { close(descriptor) }

  func ring() {
    var one: UInt64 = 1
    _ = write(descriptor, &one, 8)
  }

  var hasRung: Bool {
    var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&state, 1, 0) > 0
  }
}
