import CCurl
import Glibc
import Synchronization

/// Where the tasks that send meet the one thread that talks to libcurl. Bounded: what is not admitted fails at
/// once instead of waiting for memory to end.
///
/// A cancellation may come at any time. Before `submit` it is seen there; while the request waits it takes it
/// out; later it is passed on by id, and means nothing to the loop if the request has ended meanwhile.
final class CurlMailbox: Sendable {
  /// What the loop has to do.
  struct Mail {
    var submissions: [CurlSubmission] = []
    var cancellations: [UInt64] = []
    var isShutDown = false
  }

  private struct State {
    var lastId: UInt64 = 0
    var mail = Mail()
    /// Submitted and not finished.
    var inFlight = 0
    var hasRung = false
    var hasEnded = false
    var waitingForEnd: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let capacity: Int
  /// An eventfd: readable when there is mail.
  let bell: Int32

  init(capacity: Int) throws(TransportError) {
    self.capacity = capacity
    bell = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard bell >= 0 else {
      throw TransportError(.overloaded, "the system has no file descriptor left", mayHaveBeenProcessed: false)
    }
  }

  deinit { close(bell) }

  func newId() -> UInt64 {
    state.withLock { state in
      state.lastId += 1
      return state.lastId
    }
  }

  /// Called in the task that waits, so that its cancellation shows.
  func submit(_ submission: CurlSubmission) {
    let refusal: TransportError? = state.withLock { state in
      if state.mail.isShutDown {
        return TransportError(.cancelled, "the transport is shut down", mayHaveBeenProcessed: false)
      }
      if Task.isCancelled { return Self.cancelledBeforeSending }
      guard state.inFlight < capacity else {
        return TransportError(
          .overloaded, "\(capacity) requests are under way already", mayHaveBeenProcessed: false)
      }
      state.inFlight += 1
      state.mail.submissions.append(submission)
      ring(&state)
      return nil
    }
    if let refusal { submission.continuation.resume(returning: .failure(refusal)) }
  }

  func cancel(_ id: UInt64) {
    let waiting: CurlSubmission? = state.withLock { state in
      if let index = state.mail.submissions.firstIndex(where: { $0.id == id }) {
        state.inFlight -= 1
        return state.mail.submissions.remove(at: index)
      }
      state.mail.cancellations.append(id)
      ring(&state)
      return nil
    }
    waiting?.continuation.resume(returning: .failure(Self.cancelledBeforeSending))
  }

  /// Ends the loop; what is under way fails.
  func shutDown() {
    state.withLock { state in
      state.mail.isShutDown = true
      ring(&state)
    }
  }

  func waitForEnd() async {
    await withCheckedContinuation { continuation in
      let hasEnded = state.withLock { state in
        if !state.hasEnded { state.waitingForEnd.append(continuation) }
        return state.hasEnded
      }
      if hasEnded { continuation.resume() }
    }
  }

  // MARK: The loop's side

  func collect() -> Mail {
    state.withLock { state in
      if state.hasRung {
        var count: UInt64 = 0
        _ = read(bell, &count, 8)
        state.hasRung = false
      }
      defer { state.mail = Mail(isShutDown: state.mail.isShutDown) }
      return state.mail
    }
  }

  func finished(_ count: Int) {
    if count > 0 { state.withLock { $0.inFlight -= count } }
  }

  func ended() {
    let waiting = state.withLock { state in
      state.hasEnded = true
      defer { state.waitingForEnd = [] }
      return state.waitingForEnd
    }
    for continuation in waiting { continuation.resume() }
  }

  private func ring(_ state: inout State) {
    guard !state.hasRung, !state.hasEnded else { return }
    var one: UInt64 = 1
    _ = write(bell, &one, 8)
    state.hasRung = true
  }

  private static let cancelledBeforeSending = TransportError(
    .cancelled, "the request was cancelled before it was sent", mayHaveBeenProcessed: false)
}
