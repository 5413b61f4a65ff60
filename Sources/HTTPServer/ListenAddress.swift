#if Server
  import Glibc

  /// Where a server listens: a numeric address and a port, of which 0 lets the system choose.
  package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// Without the brackets of an IPv6 address.
    package let host: String
    package let port: UInt16

    package init(host: String = "127.0.0.1", port: UInt16) {
      self.host = host
      self.port = port
    }

    /// Reads `127.0.0.1:4566`, `[::1]:4566`, `localhost:4566` or `4566`; nil if the text is none of these.
    package init?(_ text: String) {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard let last = parts.last, let port = UInt16(last), last.utf8.allSatisfy({ (48...57).contains($0) })
      else { return nil }
      self.port = port
      guard parts.count > 1 else {
        host = "127.0.0.1"
        return
      }
      let name = text.dropLast(last.count + 1)
      if name.hasPrefix("["), name.hasSuffix("]") {
        host = String(name.dropFirst().dropLast())
        guard isIPv6 else { return nil }
      } else {
        host = name == "localhost" ? "127.0.0.1" : String(name)
        var address = in_addr()
        guard inet_pton(AF_INET, host, &address) == 1 else { return nil }
      }
    }

    /// `127.0.0.1:4566`, as a URL has it.
    package var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private var isIPv6: Bool {
      var address = in6_addr()
      return inet_pton(AF_INET6, host, &address) == 1
    }
  }
#endif
