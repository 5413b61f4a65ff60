/// Where a stream's bytes go.
protocol ConsoleSink: Sendable {
  var isTerminal: Bool { get }

  /// The terminal's width, if it can be told.
  var columns: Int? { get }

  /// Writes all of the bytes.
  func write(_ bytes: [UInt8]) throws(SinkFailure)
}
