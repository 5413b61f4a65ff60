/// HTTP on libcurl's multi interface: one thread of its own, one epoll, thousands of requests at the same time,
/// connections kept for reuse.
///
/// Dropping the last reference shuts the transport down too; `shutdown()` also waits until its thread has ended.
package final class CurlTransport: HTTPTransport {
  private let mailbox: CurlMailbox

  /// - Parameters:
  ///   - capacity: requests that wait or are under way; more are refused as `.overloaded`.
  ///   - caBundlePath: the certificates to trust instead of the system's (`AWS_CA_BUNDLE`).
  package init(
    capacity: Int = AWSLimits.maxRequestsInFlight, caBundlePath: String? = nil
  ) throws(TransportError) {
    OpenFileLimit.raise()
    mailbox = try CurlMailbox(capacity: capacity)
    try CurlEventLoop.start(mailbox, caBundlePath: caBundlePath)
  }

  deinit { mailbox.shutDown() }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    if let problem = RequestCheck.problem(with: request) {
      throw TransportError(.invalidRequest, problem, mayHaveBeenProcessed: false)
    }
    // Else the optimiser might let go of the transport, and so end it, while the answer is awaited.
    defer { withExtendedLifetime(self) {} }
    let id = mailbox.newId()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        mailbox.submit(CurlSubmission(id: id, request: request, continuation: continuation))
      }
    } onCancel: {
      mailbox.cancel(id)
    }
    return try result.get().response
  }

  /// Ends the transport's thread. Requests that are under way fail as `.cancelled`, and so do later ones.
  package func shutdown() async {
    mailbox.shutDown()
    await mailbox.waitForEnd()
  }
}
