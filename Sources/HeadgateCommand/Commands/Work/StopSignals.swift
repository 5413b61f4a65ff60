import Dispatch
import Glibc

/// SIGTERM and SIGINT: the first asks to stop, the second ends the process at once.
final class StopSignals {
  private var sources: [any DispatchSourceSignal] = []

  init(onFirst: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "headgate.signals")
    let count = SignalCount()
    for number in [SIGTERM, SIGINT] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        guard count.next() == 1 else { _exit(128 + number) }
        onFirst()
      }
      source.activate()
      sources.append(source)
    }
  }

  /// Gives the signals back to the system.
  func end() {
    for source in sources { source.cancel() }
    for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
  }
}
