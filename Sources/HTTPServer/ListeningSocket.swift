#if Server
  import Glibc

  /// A socket that listens. It is made here and not by libmicrohttpd, which would not say what went wrong.
  struct ListeningSocket {
    let descriptor: Int32
    /// With the port that the system chose.
    let address: ListenAddress

    init(_ wanted: ListenAddress, backlog: Int32) throws(HTTPServerError) {
      var hints = addrinfo()
      hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
      var found: UnsafeMutablePointer<addrinfo>?
      guard getaddrinfo(wanted.host, "\(wanted.port)", &hints, &found) == 0, let info = found?.pointee else {
        throw HTTPServerError(
          description: "Cannot listen on \(wanted): expected is an address of this machine in digits.")
      }
      defer { freeaddrinfo(found) }
      let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
      descriptor = socket(info.ai_family, kind, info.ai_protocol)
      guard descriptor >= 0 else { throw Self.failure(wanted) }
      var yes: Int32 = 1
      // A port whose last connections still linger is free; one that another process listens on is not.
      setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
      guard bind(descriptor, info.ai_addr, info.ai_addrlen) == 0, listen(descriptor, backlog) == 0 else {
        let error = Self.failure(wanted)
        close(descriptor)
        throw error
      }
      address = ListenAddress(host: wanted.host, port: Self.port(of: descriptor))
    }

    private static func port(of descriptor: Int32) -> UInt16 {
      var address = sockaddr_in6()
      var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
      // The port stands at the same place in both families' addresses.
      _ = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
      }
      return UInt16(bigEndian: address.sin6_port)
    }

    private static func failure(_ wanted: ListenAddress) -> HTTPServerError {
      let advice =
        switch errno {
        case EADDRINUSE: "another program listens there; choose another port, or 0 for any that is free"
        case EACCES: "ports below 1024 are the administrator's; choose a higher one"
        case EADDRNOTAVAIL: "this machine has no such address"
        default: String(cString: strerror(errno))
        }
      return HTTPServerError(description: "Cannot listen on \(wanted): \(advice).")
    }
  }
#endif
