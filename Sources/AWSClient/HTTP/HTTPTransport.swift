/// Sends a request and returns its answer: libcurl in production, the sandbox in simulations.
package protocol HTTPTransport: Sendable {
  /// Any status is an answer; only the lack of a complete answer is an error. Cancelling the task ends the
  /// request with the reason `.cancelled`.
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
