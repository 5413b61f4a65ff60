#if Server
  /// Why a server cannot start, in one sentence.
  package struct HTTPServerError: Error, Sendable, CustomStringConvertible {
    package let description: String
  }
#endif
