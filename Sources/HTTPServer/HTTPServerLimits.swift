#if Server
  /// Every bound of a server, in one place.
  package struct HTTPServerLimits: Sendable {
    /// Connections open at once, each with one request under way at the most; more have to wait for one to close.
    package var maxConnections = 2_048
    /// A request with more than this is answered with 413.
    package var maxBodyBytes = 1024 * 1024
    /// For a request's line and headers.
    package var maxHeadBytes = 64 * 1024
    /// A connection on which nothing happens for this long is closed.
    package var idleSeconds: UInt32 = 120
    package var backlog: Int32 = 1_024

    package init() {}
  }
#endif
