#if Server
  import AWSClient
  import AWSSandbox
  import HTTPServer

  /// Translates between what came over the wire and what the simulated AWS understands.
  enum WireExchange {
    static func answer(_ request: HTTPServerRequest, _ sandbox: SandboxTransport) async -> HTTPServerResponse
    {
      do throws(TransportError) {
        return response(try await sandbox.send(awsRequest(request)), to: request)
      } catch {
        return outcome(error)
      }
    }

    private static func awsRequest(_ request: HTTPServerRequest) -> HTTPRequest {
      var headers = HTTPHeaders()
      for field in request.headers { headers.append(field.name, field.value) }
      let isAbsolute = request.target.hasPrefix("http://") || request.target.hasPrefix("https://")
      return HTTPRequest(
        method: request.method,
        url: isAbsolute ? request.target : "http://\(request.header("Host") ?? "")\(request.target)",
        headers: headers, body: request.body, timeoutMs: SandboxServerLimits.maxSilenceMs)
    }

    private static func response(_ response: HTTPResponse, to request: HTTPServerRequest)
      -> HTTPServerResponse
    {
      let headers = response.headers.fields.map { HTTPServerField($0.name, $0.value) }
      // A truncated answer still says how long it should have been.
      let declaredBytes = response.headers["Content-Length"].flatMap { Int($0) } ?? 0
      let isCutOff = request.method != "HEAD" && declaredBytes > response.body.count
      return HTTPServerResponse(
        status: response.status, headers: headers, body: response.body,
        delivery: isCutOff ? .cutOff(declaredBytes: declaredBytes) : .whole)
    }

    private static func outcome(_ error: TransportError) -> HTTPServerResponse {
      switch error.reason {
      case .couldNotResolve:
        .text(
          404,
          "This is Headgate's simulated AWS. It answers requests that are signed for appflow, sts, s3 or "
            + "secretsmanager, and Salesforce's POST /services/oauth2/token; point AWS_ENDPOINT_URL here.")
      // Nobody can refuse a connection that is there already; this is as near as it gets.
      case .couldNotConnect, .connectionLost: .reset
      default: .hangUp
      }
    }
  }
#endif
