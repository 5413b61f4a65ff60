#if Server
  /// A daemon or a connection of libmicrohttpd.
  ///
  /// Sendable because nothing looks behind the pointer but the library, whose functions for resuming a connection,
  /// quiescing and stopping a daemon may be called from any thread; every other use stays on the daemon's thread.
  struct LibraryPointer: @unchecked Sendable {
    let pointer: OpaquePointer
  }
#endif
