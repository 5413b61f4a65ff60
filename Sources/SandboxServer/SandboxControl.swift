#if Server
  import AWSSandbox
  import FoundationEssentials
  import HTTPServer

  /// What no AWS has: the world seen from outside, and changed. `GET /_sandbox/state`, `POST /_sandbox/apply`.
  enum SandboxControl {
    /// Nil for a request to AWS.
    static func answer(_ request: HTTPServerRequest, _ sandbox: SandboxTransport) -> HTTPServerResponse? {
      switch (request.method, request.target) {
      case ("GET", "/_sandbox/state"): state(sandbox)
      case ("POST", "/_sandbox/apply"): apply(request, sandbox)
      default: nil
      }
    }

    private static func state(_ sandbox: SandboxTransport) -> HTTPServerResponse {
      guard let text = try? SandboxFile.text(sandbox.snapshot()) else {
        return .text(500, "The sandbox's state cannot be written as JSON.")
      }
      return HTTPServerResponse(
        status: 200, headers: [HTTPServerField("Content-Type", "application/json")], body: Array(text.utf8))
    }

    private static func apply(_ request: HTTPServerRequest, _ sandbox: SandboxTransport) -> HTTPServerResponse
    {
      // A web page that somebody has open can send a form here, but not this type.
      guard request.header("Content-Type") == "application/json" else {
        return .text(415, "A patch is sent with Content-Type: application/json.")
      }
      do throws(SandboxFileError) {
        sandbox.apply(
          try SandboxFile.parsePatch(String(decoding: request.body, as: UTF8.self), name: "patch"))
        return HTTPServerResponse(status: 204)
      } catch {
        return .text(400, error.description)
      }
    }
  }
#endif
