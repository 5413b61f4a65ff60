#if Server
  import CMicrohttpd
  import Dispatch
  import Glibc
  import Synchronization

  /// An HTTP/1.1 server on libmicrohttpd: one thread of the library's reads and writes, handlers are async functions.
  ///
  /// A handler's task is cancelled when its client hangs up, and when a stopping server has waited long enough. A
  /// server that is not stopped serves until the process ends.
  package final class HTTPServer: Sendable {
    package typealias Handler = @Sendable (HTTPServerRequest) async -> HTTPServerResponse

    /// Where it listens, with the port that the system chose.
    package let address: ListenAddress
    private let desk: RequestDesk
    private let daemon: LibraryPointer
    private let isStopped = Mutex(false)

    package static func start(
      on address: ListenAddress, limits: HTTPServerLimits = HTTPServerLimits(), handler: @escaping Handler
    ) throws(HTTPServerError) -> HTTPServer {
      try HTTPServer(address, limits, handler)
    }

    private init(_ wanted: ListenAddress, _ limits: HTTPServerLimits, _ handler: @escaping Handler)
      throws(HTTPServerError)
    {
      desk = try RequestDesk(limits: limits, handler: handler)
      let socket: ListeningSocket
      do throws(HTTPServerError) { socket = try ListeningSocket(wanted, backlog: limits.backlog) } catch {
        desk.watch.stop()
        throw error
      }
      address = socket.address
      // The library keeps the desk until it has been stopped.
      let context = Unmanaged.passRetained(desk)
      guard
        let daemon = cmicrohttpd_start(
          socket.descriptor, UInt32(limits.maxConnections), limits.idleSeconds, limits.maxHeadBytes,
          RequestDesk.onTarget, RequestDesk.onAccess, RequestDesk.onCompleted, context.toOpaque())
      else {
        context.release()
        desk.watch.stop()
        close(socket.descriptor)
        throw HTTPServerError(
          description:
            "The HTTP server cannot start: the system has no thread or file descriptor left.")
      }
      self.daemon = LibraryPointer(pointer: daemon)
    }

    /// Accepts nothing more, lets requests under way be answered within the grace, cancels the rest, and closes every
    /// connection. Only the first call does something.
    package func stop(graceMs: Int64) async {
      let isFirst = isStopped.withLock { stopped in
        defer { stopped = true }
        return !stopped
      }
      guard isFirst else { return }
      desk.exchanges.startStopping()
      let socket = MHD_quiesce_daemon(daemon.pointer)
      if socket >= 0 { close(socket) }
      await waitUntilAnswered(graceMs)
      desk.exchanges.cancelAll()
      await desk.exchanges.whenHandled()
      desk.watch.stop()
      // Joins the library's thread: not on one of the few threads that async functions run on.
      await withCheckedContinuation { continuation in
        DispatchQueue.global().async { [daemon, desk] in
          MHD_stop_daemon(daemon.pointer)
          Unmanaged.passUnretained(desk).release()
          continuation.resume()
        }
      }
    }

    private func waitUntilAnswered(_ graceMs: Int64) async {
      let exchanges = desk.exchanges
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await exchanges.whenAnswered() }
        group.addTask { try? await Task.sleep(for: .milliseconds(graceMs)) }
        await group.next()
        group.cancelAll()
        exchanges.wakeAll()
      }
    }
  }
#endif
