#if Server
  import CMicrohttpd
  import Glibc
  import Synchronization

  /// Notices that a client has hung up while its request is being handled: libmicrohttpd does not look at a
  /// suspended connection. One thread waits on an epoll of its own.
  final class HangUpWatch: Sendable {
    private static let stopKey = UInt64.max

    private let epoll: Int32
    private let bell: Int32
    private let onHangUp: @Sendable (UInt64) -> Void

    /// - Parameter onHangUp: is called with the key that the connection was watched by; it may be too late.
    static func start(onHangUp: @escaping @Sendable (UInt64) -> Void) throws(HTTPServerError) -> HangUpWatch {
      let watch = try HangUpWatch(onHangUp: onHangUp)
      let context = Unmanaged.passRetained(watch)
      var thread = pthread_t()
      let code = pthread_create(
        &thread, nil,
        { context in
          guard let context else { return nil }
          Unmanaged<HangUpWatch>.fromOpaque(context).takeRetainedValue().run()
          return nil
        }, context.toOpaque())
      guard code == 0 else {
        context.release()
        throw HTTPServerError(description: "The HTTP server cannot start: the system starts no more threads.")
      }
      pthread_detach(thread)
      return watch
    }

    private init(onHangUp: @escaping @Sendable (UInt64) -> Void) throws(HTTPServerError) {
      epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
      bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
      self.onHangUp = onHangUp
      guard epoll >= 0, bell >= 0 else {
        throw HTTPServerError(description: "The HTTP server cannot start: no file descriptor is left.")
      }
      control(EPOLL_CTL_ADD, bell, EPOLLIN.rawValue, key: Self.stopKey)
    }

    deinit {
      if epoll >= 0 { close(epoll) }
      if bell >= 0 { close(bell) }
    }

    func watch(_ socket: Int32, key: UInt64) {
      // Once is enough: a client that is gone stays gone, and must not keep the thread awake.
      control(EPOLL_CTL_ADD, socket, EPOLLRDHUP.rawValue | EPOLLONESHOT.rawValue, key: key)
    }

    /// To be called before the socket can be closed, whose number another connection would get.
    func unwatch(_ socket: Int32) { control(EPOLL_CTL_DEL, socket, 0, key: 0) }

    /// Ends the thread.
    func stop() { eventfd_write(bell, 1) }

    private func control(_ operation: Int32, _ descriptor: Int32, _ events: UInt32, key: UInt64) {
      var event = epoll_event(events: events, data: epoll_data_t(u64: key))
      epoll_ctl(epoll, operation, descriptor, &event)
    }

    private func run() {
      // Signals belong to the program's own threads.
      var signals = sigset_t()
      sigfillset(&signals)
      pthread_sigmask(SIG_BLOCK, &signals, nil)
      var events = [epoll_event](repeating: epoll_event(), count: 64)
      while true {
        let count = epoll_wait(epoll, &events, Int32(events.count), -1)
        for event in events.prefix(Int(max(0, count))) {
          guard event.data.u64 != Self.stopKey else { return }
          onHangUp(event.data.u64)
        }
      }
    }
  }
#endif
