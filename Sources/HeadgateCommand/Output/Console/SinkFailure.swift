import Glibc

/// Why bytes could not be written: an `errno`.
struct SinkFailure: Error, Equatable, CustomStringConvertible {
  let code: Int32

  /// The reader has gone.
  var isBrokenPipe: Bool { code == EPIPE }

  var description: String { String(cString: strerror(code)) }
}
