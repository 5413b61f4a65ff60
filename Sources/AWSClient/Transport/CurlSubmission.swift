/// A request on its way into the event loop, and who waits for its answer.
struct CurlSubmission {
  let id: UInt64
  let request: HTTPRequest
  let continuation: CheckedContinuation<Result<CurlAnswer, TransportError>, Never>
}
