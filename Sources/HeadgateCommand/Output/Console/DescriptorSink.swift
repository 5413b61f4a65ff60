import Glibc

/// Writes to a file descriptor.
struct DescriptorSink: ConsoleSink {
  let isTerminal: Bool
  private let descriptor: Int32

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
  }

  var columns: Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  func write(_ bytes: [UInt8]) throws(SinkFailure) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written)
      }
      if count >= 0 {
        written += count
      } else if errno == EAGAIN {
        // Someone made a shared terminal or pipe non-blocking: wait until it takes more.
        var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&poller, 1, -1)
      } else if errno != EINTR {
        throw SinkFailure(code: errno)
      }
    }
  }

  /// Ends the process by SIGPIPE, as if it had never been ignored: callers can tell by the exit status.
  @Sendable
  static func endProcess() {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
  }
}
