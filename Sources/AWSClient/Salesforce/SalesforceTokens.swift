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
      throw SalesforceError(code: error.reason.rawValue, message: error.message, isTransient: true)
    }
    do {
      let token = try read(response, secrets: grant.fields.map(\.value))
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
      let code = answer?["error"]?.string ?? "HTTP\(response.status)"
      // A page in the place of JSON comes from a proxy or a maintenance site, not from the token endpoint.
      let isTransient = response.status >= 500 || response.status == 429 || code == "rate_limit_exceeded"
      throw SalesforceError(
        code: code,
        message: MessageRedaction.clean(answer?["error_description"]?.string ?? "", secrets: secrets),
        isTransient: isTransient)
    }
    guard let accessToken = answer?["access_token"]?.string, !accessToken.isEmpty else {
      throw SalesforceError(
        code: "InvalidAnswer", message: "the answer holds no access token", isTransient: true)
    }
    return SalesforceToken(
      accessToken: accessToken, instanceURL: answer?["instance_url"]?.string,
      refreshToken: answer?["refresh_token"]?.string)
  }
}
