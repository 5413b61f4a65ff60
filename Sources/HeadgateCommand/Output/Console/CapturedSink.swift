import Synchronization

/// Keeps what is written, so that a caller within the process can look at it.
final class CapturedSink: ConsoleSink {
  let isTerminal: Bool
  let columns: Int?
  private let bytes = Mutex<[UInt8]>([])

  init(terminalColumns: Int? = nil) {
    isTerminal = terminalColumns != nil
    columns = terminalColumns
  }

  var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

  func write(_ bytes: [UInt8]) { self.bytes.withLock { $0 += bytes } }
}
