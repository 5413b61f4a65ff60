/// One HTTP request as a transport sends it.
package struct HTTPRequest: Sendable {
  /// `GET`, `POST`, `PUT`, `DELETE`, `HEAD`.
  package var method: String
  /// The absolute URL; its query is canonical already: sorted, percent-encoded in upper case, `name=` for an
  /// empty value (libcurl 7.88.1 signs nothing else correctly).
  package var url: String
  package var headers: HTTPHeaders
  package var body: [UInt8]
  /// Nil for a request that is not signed.
  package var signing: SigV4Signing?
  /// From the first byte sent to the last byte received.
  package var timeoutMs: Int64
  /// Send on a connection that nobody used before. libcurl silently repeats a request when a reused connection
  /// drops before the answer's first byte, which a request without a client token must never suffer.
  package var freshConnection: Bool

  package init(
    method: String, url: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
    signing: SigV4Signing? = nil, timeoutMs: Int64, freshConnection: Bool = false
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.signing = signing
    self.timeoutMs = timeoutMs
    self.freshConnection = freshConnection
  }
}
