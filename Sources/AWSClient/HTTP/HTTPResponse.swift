/// A complete answer to an `HTTPRequest`.
package struct HTTPResponse: Sendable {
  package let status: Int
  package let headers: HTTPHeaders
  package let body: [UInt8]
  /// Connections that the transport opened for this request. One where an idle connection should have been
  /// reused may mean that the idle one dropped and that the request was sent a second time.
  package let connectionsOpened: Int

  package init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], connectionsOpened: Int = 0) {
    self.status = status
    self.headers = headers
    self.body = body
    self.connectionsOpened = connectionsOpened
  }
}
