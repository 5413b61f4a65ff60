/// A request on its way into the event loop, and who waits for its answer. An object: it goes from hand to hand.
final class CurlSubmission: Sendable {
  let id: UInt64
  let request: HTTPRequest
  let continuation: CheckedContinuation<Result<CurlAnswer, TransportError>, Never>

  init(
    id: UInt64, request: HTTPRequest,
    continuation: CheckedContinuation<Result<CurlAnswer, TransportError>, Never>
  ) {
    self.id = id
    self.request = request
    self.continuation = continuation
  }
}
