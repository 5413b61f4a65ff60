import Testing

@testable import AWSClient

@Suite("The client of Salesforce's token endpoint")
struct SalesforceTokensTests {
  private static let url = "https://acme.my.salesforce.com/services/oauth2/token"
  private static let grant = SalesforceGrant.password(
    clientId: "app", clientSecret: "client secret+1", username: "ann@acme.example", password: "pass&word=1")

  private func ask(
    _ grant: SalesforceGrant = grant, at url: String = url,
    _ answer: Result<HTTPResponse, TransportError>, log: CallLog = CallLog()
  ) async throws(SalesforceError) -> (SalesforceToken, HTTPRequest?) {
    let transport = ScriptedTransport(answer)
    let token = try await SalesforceTokens(transport: transport, time: InstantTime()).token(
      grant, at: url, observe: log.observe)
    return (token, transport.requests.first)
  }

  private func failure(
    at url: String = url, _ answer: Result<HTTPResponse, TransportError>, log: CallLog = CallLog()
  ) async throws -> SalesforceError {
    do {
      _ = try await ask(at: url, answer, log: log)
    } catch {
      return error
    }
    throw Unexpected()
  }

  private struct Unexpected: Error {}

  private static let answer =
    #"{"access_token":"00Dsecret","instance_url":"https://acme","refresh_token":"5Aep"}"#

  @Test("sends each grant as a form, once, on a connection of its own")
  func forms() async throws {
    let forms: [(SalesforceGrant, String)] = [
      (
        Self.grant,
        "grant_type=password&client_id=app&client_secret=client%20secret%2B1&username=ann%40acme.example"
          + "&password=pass%26word%3D1"
      ),
      (
        .refreshToken(clientId: "app", clientSecret: nil, refreshToken: "a/b"),
        "grant_type=refresh_token&client_id=app&refresh_token=a%2Fb"
      ),
      (
        .refreshToken(clientId: "app", clientSecret: "s", refreshToken: "a"),
        "grant_type=refresh_token&client_id=app&refresh_token=a&client_secret=s"
      ),
      (
        .jwtBearer(assertion: "a.b.c"),
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c"
      ),
    ]
    for (grant, form) in forms {
      let (token, request) = try await ask(grant, .status(200, Self.answer))
      #expect(request.map { String(decoding: $0.body, as: UTF8.self) } == form)
      #expect(request?.method == "POST" && request?.freshConnection == true && request?.signing == nil)
      #expect(token.accessToken == "00Dsecret" && token.refreshToken == "5Aep")
      var dumped = ""
      dump(token, to: &dumped)
      #expect(!"\(token) \(String(reflecting: token)) \(dumped)".contains("00Dsecret"))
    }
  }

  @Test("says what can be tried again, and what must not")
  func errors() async throws {
    let page = "<html><body>Maintenance</body></html>"
    let cases: [(Result<HTTPResponse, TransportError>, ErrorClassification.Class, String)] = [
      (.status(400, #"{"error":"invalid_grant"}"#), .connectorCredentials, "invalid_grant"),
      (.status(400, #"{"error":"inactive_user"}"#), .connectorCredentials, "inactive_user"),
      (.status(400, #"{"error":"rate_limit_exceeded"}"#), .throttle, "rate_limit_exceeded"),
      (.status(429, page), .throttle, "HTTP429"),
      (.status(403, #"{"error":"request_limit_exceeded"}"#), .quota, "request_limit_exceeded"),
      (.status(500, #"{"error":"server_error"}"#), .connectorServer, "server_error"),
      (.status(503, page), .connectorServer, "HTTP503"),
      (.status(404, page), .transient, "HTTP404"),
      (.status(200, page), .transient, "InvalidAnswer"),
      (.status(200, #"{"access_token":""}"#), .transient, "InvalidAnswer"),
      (.fault(.connectionLost), .transient, "connectionLost"),
      (.fault(.invalidRequest), .permanent, "invalidRequest"),
    ]
    for (answer, expected, code) in cases {
      let log = CallLog()
      let error = try await failure(answer, log: log)
      #expect(error.classification.errorClass == expected && error.code == code, "\(error)")
      #expect(log.records.map(\.errorCode) == [code])
    }
    #expect(
      try await failure(.status(503, page, headers: ["Retry-After": "7"])).retryAfterMs == 7_000)
  }

  @Test("repeats no secret of the request in an error, in whatever form it came back")
  func redacts() async throws {
    let answer = #"{"error":"x client secret+1","error_description":"pass&word=1 pass%26word%3D1 no"}"#
    let error = try await failure(.status(400, answer))
    #expect(error.code == "x [redacted]" && error.message == "[redacted] [redacted] no")
  }

  @Test("sends nothing in the clear, but for loopback")
  func insecure() async throws {
    let error = try await failure(at: "http://acme.my.salesforce.com/token", .status(200, Self.answer))
    #expect(error.classification == ErrorClassification(.permanent, "invalid-payload"))
    _ = try await ask(at: "http://127.0.0.1:8080/token", .status(200, Self.answer))
  }
}
