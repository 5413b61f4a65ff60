#if Server
  package import AWSSandbox
  package import HTTPServer

  /// The simulated AWS over HTTP, for every program that can be told an endpoint.
  ///
  /// Its service and Region are those that a request is signed for, its signatures are checked in full, and a fault is
  /// on the wire what it is: a lost answer is a connection that closes, a time-out is silence.
  package final class SandboxServer: Sendable {
    package let http: HTTPServer

    /// What `AWS_ENDPOINT_URL` is to be.
    package var url: String { "http://\(http.address)" }

    package static func start(_ sandbox: SandboxTransport, on address: ListenAddress)
      throws(HTTPServerError) -> SandboxServer
    {
      SandboxServer(
        http: try HTTPServer.start(on: address) { request in
          if let answer = SandboxControl.answer(request, sandbox) { return answer }
          return await WireExchange.answer(request, sandbox)
        })
    }

    private init(http: HTTPServer) { self.http = http }

    /// Lets requests under way end, and closes every connection.
    package func stop() async { await http.stop(graceMs: SandboxServerLimits.stopGraceMs) }
  }
#endif
