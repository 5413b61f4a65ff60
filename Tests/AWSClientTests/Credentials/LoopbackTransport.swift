import AWSClient

/// Libcurl, but only to this machine: a scenario that leads elsewhere must not.
struct LoopbackTransport: HTTPTransport {
  let curl: CurlTransport

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    guard request.url.hasPrefix("http://127.0.0.1:") else {
      throw TransportError(.couldNotConnect, "not on loopback", mayHaveBeenProcessed: false)
    }
    return try await curl.send(request)
  }
}
