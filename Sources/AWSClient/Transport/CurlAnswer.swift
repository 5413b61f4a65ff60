/// An answer as it came in. Its headers are read by whoever waits for it: the event loop has all others to look after.
struct CurlAnswer: Sendable {
  let status: Int
  /// Each ends with a line feed.
  let headerLines: [UInt8]
  let body: [UInt8]
  let connectionsOpened: Int

  var response: HTTPResponse {
    HTTPResponse(
      status: status, headers: HTTPHeaders(lines: headerLines), body: body,
      connectionsOpened: connectionsOpened)
  }
}
