import Synchronization

/// The state that both streams share: buffers, and the status line that has to make way for whatever is printed.
final class ConsoleDevice: Sendable {
  enum Channel: Sendable {
    case out
    case err
  }

  /// Standard output that is no terminal is written in pieces of this size.
  static let bufferBytes = 64 << 10

  private struct State {
    var outBuffer: [UInt8] = []
    var status: String?
    var failure: SinkFailure?
  }

  private let out: any ConsoleSink
  private let err: any ConsoleSink
  private let onBrokenPipe: @Sendable () -> Void
  private let state = Mutex(State())

  init(out: any ConsoleSink, err: any ConsoleSink, onBrokenPipe: @escaping @Sendable () -> Void) {
    self.out = out
    self.err = err
    self.onBrokenPipe = onBrokenPipe
  }

  /// The first thing that kept standard output from being written.
  var failure: SinkFailure? { state.withLock(\.failure) }

  func isTerminal(_ channel: Channel) -> Bool { sink(channel).isTerminal }

  func columns(_ channel: Channel) -> Int? { sink(channel).columns }

  func write(_ text: String, to channel: Channel) {
    state.withLock { state in
      switch channel {
      case .out where !out.isTerminal:
        state.outBuffer += text.utf8
        if state.outBuffer.count >= Self.bufferBytes { flushOut(&state) }
      case .out:
        aroundStatus(state) {
          state.outBuffer += text.utf8
          flushOut(&state)
        }
      case .err:
        // Whoever reads both streams from one pipe or file shall read them in the order of their making.
        flushOut(&state)
        aroundStatus(state) { writeErr(text) }
      }
    }
  }

  func flush(_ channel: Channel) {
    if channel == .out { state.withLock { flushOut(&$0) } }
  }

  func setStatus(_ text: String?) {
    state.withLock { state in
      guard text != state.status else { return }
      writeErr((state.status == nil ? "" : Self.eraseLine) + (text ?? ""))
      state.status = text
    }
  }

  private static let eraseLine = "\r\u{1B}[K"

  private func aroundStatus(_ state: State, _ write: () -> Void) {
    guard let status = state.status else { return write() }
    writeErr(Self.eraseLine)
    write()
    writeErr(status)
  }

  private func flushOut(_ state: inout State) {
    guard !state.outBuffer.isEmpty else { return }
    defer { state.outBuffer.removeAll(keepingCapacity: true) }
    guard state.failure == nil else { return }
    do throws(SinkFailure) {
      try out.write(state.outBuffer)
    } catch {
      state.failure = error
      if error.isBrokenPipe { onBrokenPipe() }
    }
  }

  /// A worker whose terminal has gone must still finish its jobs: what cannot be said on standard error is lost.
  private func writeErr(_ text: String) { try? err.write(Array(text.utf8)) }

  private func sink(_ channel: Channel) -> any ConsoleSink { channel == .out ? out : err }
}
