package import TimeAndChance

/// Salesforce's token endpoint: `POST …/services/oauth2/token`.
package struct SalesforceTokens: Sendable {
  private let transport: any HTTPTransport
  private let time: any TimeSource

  package init(transport: any HTTPTransport, time: any TimeSource) {
    self.transport = transport
    self.time = time
  }

  /// - Parameter url: of the token endpoint.
  package func token(
    _ grant: SalesforceGrant, at url: String, observe: @Sendable (CallRecord) -> Void
  ) async throws(SalesforceError) -> SalesforceToken {
    guard url.hasPrefix("https://") || LoopbackHost.isLoopback(url) else {
      throw SalesforceError(
        code: "InsecureURL", message: "the token endpoint's URL must begin with https://",
        classification: ErrorClassification(.permanent, "invalid-payload"))
    }
    let form = grant.fields.map { "\($0.name)=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
    let request = HTTPRequest(
      method: "POST", url: url,
      headers: ["Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"],
      body: Array(form.utf8), timeoutMs: AWSLimits.callTimeoutMs,
      // A grant has no client token: it must not be sent twice behind our back.
      freshConnection: true)
    let startMs = time.monotonicMs()
    func record(_ status: Int?, _ code: String?) {
      observe(
        CallRecord(
          service: "salesforce", operation: "Token", httpStatus: status, errorCode: code, requestId: nil,
          durationMs: time.monotonicMs() - startMs, attempt: 1))
    }
    let response: HTTPResponse
    do {
      response = try await transport.send(request)
    } catch {
      record(nil, error.reason.rawValue)
      throw SalesforceError(
        code: error.reason.rawValue, message: error.message, classification: ErrorTable.classify(error.reason)
      )
    }
    do {
      let token = try read(response, secrets: grant.secrets)
      record(response.status, nil)
      return token
    } catch {
      record(response.status, error.code)
      throw error
    }
  }

  private func read(_ response: HTTPResponse, secrets: [String]) throws(SalesforceError) -> SalesforceToken {
    let answer = try? JSONValue(parsing: response.body)
    guard response.status == 200 else {
      let error = answer?["error"]?.string
      let sent = secrets + secrets.map(PercentEncoding.encode)
      throw SalesforceError(
        code: MessageRedaction.clean(error ?? "HTTP\(response.status)", secrets: sent),
        message: MessageRedaction.clean(answer?["error_description"]?.string ?? "", secrets: sent),
        classification: Self.classification(of: error, status: response.status),
        retryAfterMs: RetryAfter.parse(response.headers, nowMs: time.nowMs()))
    }
    guard let accessToken = answer?["access_token"]?.string, !accessToken.isEmpty else {
      throw SalesforceError(
        code: "InvalidAnswer", message: "the answer holds no access token",
        classification: ErrorClassification(.transient, "invalid-answer"))
    }
    return SalesforceToken(
      accessToken: accessToken, instanceURL: answer?["instance_url"]?.string,
      refreshToken: answer?["refresh_token"]?.string)
  }

  private static func classification(of error: String?, status: Int) -> ErrorClassification {
    if status == 429 || error == "rate_limit_exceeded" { return ErrorClassification(.throttle, "throttled") }
    if status >= 500 { return ErrorClassification(.connectorServer, "connector-server") }
    switch error {
    // A page in the place of JSON comes from a proxy or a maintenance site, not from the token endpoint.
    case nil: return ErrorClassification(.transient, "invalid-answer")
    case "request_limit_exceeded": return ErrorClassification(.quota, "quota")
    default: return ErrorClassification(.connectorCredentials, "connector-credentials")
    }
  }
}
