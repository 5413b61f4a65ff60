import CCurl
import Glibc

/// The thread that owns libcurl's multi handle. Nothing here is locked, because nothing else comes here: work
/// arrives through the mailbox, answers leave through continuations.
///
/// libcurl says which sockets it wants watched (they go into one epoll) and when it wants to be called next; so
/// the cost of a turn depends on what has happened, not on how many requests are under way.
final class CurlEventLoop {
  private let mailbox: CurlMailbox
  private let caBundlePath: String?
  private let multi: UnsafeMutableRawPointer
  private let epoll: Int32
  private var transfers: [UInt64: CurlTransfer] = [:]
  private var idleHandles: [UnsafeMutableRawPointer] = []
  /// What this turn's transfers came to, and who waits for it.
  private var ended: [(submission: CurlSubmission, result: Result<CurlAnswer, TransportError>)] = []
  /// When libcurl wants to be called, on the monotonic clock; nil for not at all.
  private var deadlineMs: Int64?

  /// Starts the thread. It ends when the mailbox is shut down.
  static func start(_ mailbox: CurlMailbox, caBundlePath: String?) throws(TransportError) {
    let loop = try CurlEventLoop(mailbox, caBundlePath: caBundlePath)
    // The thread takes the reference over; from here on only it touches the loop.
    let context = Unmanaged.passRetained(loop)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        CurlEventLoop.run(Unmanaged<CurlEventLoop>.fromOpaque(context).takeRetainedValue())
        return nil
      }, context.toOpaque())
    guard code == 0 else {
      context.release()
      throw TransportError(.overloaded, "the system starts no more threads", mayHaveBeenProcessed: false)
    }
    pthread_detach(thread)
  }

  private static func run(_ loop: consuming CurlEventLoop) {
    // Signals belong to the program's own threads, and a broken TLS connection must not raise SIGPIPE.
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let mailbox = loop.mailbox
    loop.runUntilShutDown()
    _ = consume loop
    mailbox.ended()
  }

  private init(_ mailbox: CurlMailbox, caBundlePath: String?) throws(TransportError) {
    if let problem = CurlLibrary.problem {
      throw TransportError(.overloaded, problem, mayHaveBeenProcessed: false)
    }
    guard let multi = ccurl_multi_init() else {
      throw TransportError(.overloaded, "libcurl does not start", mayHaveBeenProcessed: false)
    }
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard epoll >= 0 else {
      ccurl_multi_cleanup(multi)
      throw TransportError(.overloaded, "the system has no file descriptor left", mayHaveBeenProcessed: false)
    }
    self.mailbox = mailbox
    self.caBundlePath = caBundlePath
    self.multi = multi
    watch(mailbox.bell, EPOLLIN.rawValue)
    ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, AWSLimits.maxIdleConnections)
    let context = Unmanaged.passUnretained(self).toOpaque()
    ccurl_multi_set_socket_callback(
      multi,
      { _, socket, what, context, _ in
        CurlEventLoop.at(context).libcurlWants(what, of: socket)
        return 0
      }, context)
    ccurl_multi_set_timer_callback(
      multi,
      { _, delayMs, context in
        CurlEventLoop.at(context).libcurlWantsCall(afterMs: delayMs)
        return 0
      }, context)
  }

  deinit {
    for easy in idleHandles { ccurl_easy_cleanup(easy) }
    ccurl_multi_cleanup(multi)
    close(epoll)
  }

  private func runUntilShutDown() {
    var events = [epoll_event](repeating: epoll_event(), count: 256)
    var count: Int32 = 0
    while true {
      letMoreCome(after: count)
      count = epoll_wait(epoll, &events, Int32(events.count), waitMs())
      for event in events.prefix(Int(max(0, count))) where event.data.fd != mailbox.bell {
        act(event.data.fd, event.events)
      }
      let mail = mailbox.collect()
      for submission in mail.submissions { begin(submission) }
      for id in mail.cancellations { cancel(id, "the request was cancelled") }
      if let deadlineMs, deadlineMs <= Self.nowMs() {
        self.deadlineMs = nil
        var running: Int32 = 0
        ccurl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running)
      }
      finishTransfers()
      if mail.isShutDown {
        for id in transfers.keys.sorted() { cancel(id, "the transport was shut down") }
      }
      tellAll()
      if mail.isShutDown { return }
    }
  }

  /// One after the other: a thread that wakes for the first finds the others waiting, where it would fall asleep before
  /// the next one has ended.
  private func tellAll() {
    mailbox.finished(ended.count)
    for (submission, result) in ended { submission.continuation.resume(returning: result) }
    ended.removeAll(keepingCapacity: true)
  }

  /// Where many requests are under way something happens all the time: a moment's patience, which is nothing against the
  /// time that an answer takes, wakes all threads for several answers at once and not for each.
  ///
  /// - Parameter count: what has happened in the last turn.
  private func letMoreCome(after count: Int32) {
    if transfers.count >= AWSLimits.manyRequests, count < AWSLimits.gatheredEvents {
      usleep(AWSLimits.gatheringUs)
    }
  }

  private func act(_ socket: Int32, _ events: UInt32) {
    var what: Int32 = 0
    if events & EPOLLIN.rawValue != 0 { what |= CURL_CSELECT_IN }
    if events & EPOLLOUT.rawValue != 0 { what |= CURL_CSELECT_OUT }
    if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { what |= CURL_CSELECT_ERR }
    var running: Int32 = 0
    ccurl_multi_socket_action(multi, socket, what, &running)
  }

  // MARK: Transfers

  private func begin(_ submission: CurlSubmission) {
    guard let easy = idleHandles.popLast() ?? ccurl_easy_init() else {
      let error = TransportError(.overloaded, "libcurl has no memory left", mayHaveBeenProcessed: false)
      return ended.append((submission, .failure(error)))
    }
    let transfer = CurlTransfer(submission, on: easy)
    transfers[submission.id] = transfer
    var code = transfer.configure(caBundlePath: caBundlePath)
    if code == CURLE_OK, ccurl_multi_add_handle(multi, easy) != CURLM_OK { code = CURLE_FAILED_INIT }
    if code != CURLE_OK { finish(transfer, transfer.result(code)) }
  }

  private func cancel(_ id: UInt64, _ message: String) {
    guard let transfer = transfers[id] else { return }
    finish(transfer, .failure(transfer.interrupted(message)))
  }

  private func finishTransfers() {
    var left: Int32 = 0
    while let message = ccurl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
      let code = ccurl_result(message)
      var context: UnsafeMutableRawPointer?
      ccurl_get_pointer(easy, CURLINFO_PRIVATE, &context)
      let transfer = CurlTransfer.at(context)
      finish(transfer, transfer.result(code))
    }
  }

  private func finish(_ transfer: CurlTransfer, _ result: Result<CurlAnswer, TransportError>) {
    ccurl_multi_remove_handle(multi, transfer.easy)
    if idleHandles.count < AWSLimits.maxIdleHandles {
      // Forgets all options, the keys among them, and keeps the buffers.
      ccurl_easy_reset(transfer.easy)
      idleHandles.append(transfer.easy)
    } else {
      ccurl_easy_cleanup(transfer.easy)
    }
    transfers[transfer.submission.id] = nil
    ended.append((transfer.submission, result))
  }

  // MARK: What libcurl asks for

  private static func at(_ context: UnsafeMutableRawPointer?) -> CurlEventLoop {
    guard let context else { preconditionFailure("libcurl has lost the event loop's context") }
    return Unmanaged<CurlEventLoop>.fromOpaque(context).takeUnretainedValue()
  }

  private func libcurlWants(_ what: Int32, of socket: Int32) {
    switch what {
    case CURL_POLL_IN: watch(socket, EPOLLIN.rawValue)
    case CURL_POLL_OUT: watch(socket, EPOLLOUT.rawValue)
    case CURL_POLL_INOUT: watch(socket, EPOLLIN.rawValue | EPOLLOUT.rawValue)
    default: epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil)
    }
  }

  private func watch(_ socket: Int32, _ events: UInt32) {
    var event = epoll_event(events: events, data: epoll_data_t(fd: socket))
    // A closed socket leaves the epoll by itself, so only the epoll knows which sockets it has.
    if epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) != 0, errno == EEXIST {
      epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event)
    }
  }

  private func libcurlWantsCall(afterMs delayMs: Int) {
    deadlineMs = delayMs < 0 ? nil : Self.nowMs() + Int64(delayMs)
  }

  private func waitMs() -> Int32 {
    guard let deadlineMs else { return -1 }
    return Int32(clamping: max(0, deadlineMs - Self.nowMs()))
  }

  private static func nowMs() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
