import Synchronization

/// Libcurl's transport, begun with the first request: a program that only enqueues starts no thread.
package final class LazyTransport: HTTPTransport {
  private let caBundlePath: String?
  private let transport = Mutex<CurlTransport?>(nil)

  /// - Parameter caBundlePath: the certificates to trust instead of the system's (`AWS_CA_BUNDLE`).
  package init(caBundlePath: String? = nil) { self.caBundlePath = caBundlePath }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    try await begun().send(request)
  }

  private func begun() throws(TransportError) -> CurlTransport {
    try transport.withLock { transport throws(TransportError) in
      if let transport { return transport }
      let new = try CurlTransport(caBundlePath: caBundlePath)
      transport = new
      return new
    }
  }
}
