import AWSClient
import TimeAndChance

/// Salesforce's OAuth token endpoint, `POST /services/oauth2/token`.
enum SalesforceService {
  static func answer(_ call: ServiceCall, _ state: inout SandboxState) throws(ServiceFailure) -> Reply {
    guard call.method == "POST" else {
      throw ServiceFailure(405, "invalid_request", "must use HTTP POST")
    }
    switch call.form["grant_type"] {
    case "password": return try password(call, &state)
    case "refresh_token": return try refresh(call, &state)
    case "urn:ietf:params:oauth:grant-type:jwt-bearer": return try jwtBearer(call, &state)
    case nil: throw ServiceFailure(400, "invalid_request", "must specify grant_type")
    default: throw ServiceFailure(400, "unsupported_grant_type", "grant type not supported")
    }
  }

  private static func password(_ call: ServiceCall, _ state: inout SandboxState) throws(ServiceFailure)
    -> Reply
  {
    let name = try required("username", call)
    let password = try required("password", call)
    let url = try organisation(call, state) { $0.users[name] != nil }
    try checkClient(call, state.salesforce[url], needsSecret: true)
    guard let user = state.salesforce[url]?.users[name], user.password == password else {
      throw ServiceFailure(400, "invalid_grant", "authentication failure")
    }
    guard user.active else { throw ServiceFailure(400, "inactive_user", "user is inactive") }
    return issue(url, call, &state)
  }

  private static func refresh(_ call: ServiceCall, _ state: inout SandboxState) throws(ServiceFailure)
    -> Reply
  {
    let token = try required("refresh_token", call)
    let url = try organisation(call, state) { $0.refreshTokens.contains(token) }
    try checkClient(call, state.salesforce[url], needsSecret: call.form["client_secret"] != nil)
    guard state.salesforce[url]?.refreshTokens.contains(token) == true else {
      throw ServiceFailure(400, "invalid_grant", "expired access/refresh token")
    }
    guard state.salesforce[url]?.rotatesRefreshTokens == true else { return issue(url, call, &state) }
    let new = "5Aep" + UUIDText.letters(60, upperCase: false, call.random.next)
    state.salesforce[url]?.refreshTokens.remove(token)
    state.salesforce[url]?.refreshTokens.insert(new)
    return issue(url, call, &state, refreshToken: new)
  }

  private static func jwtBearer(_ call: ServiceCall, _ state: inout SandboxState) throws(ServiceFailure)
    -> Reply
  {
    guard let assertion = JWTAssertion(try required("assertion", call)) else {
      throw ServiceFailure(400, "invalid_grant", "invalid assertion")
    }
    let url = try organisation(call, state) { $0.users[assertion.subject] != nil }
    guard let org = state.salesforce[url], org.clients[assertion.issuer] != nil else {
      throw ServiceFailure(400, "invalid_client_id", "client identifier invalid")
    }
    guard assertion.isAccepted(by: org, atMs: call.nowMs) else {
      throw ServiceFailure(400, "invalid_grant", "user hasn't approved this consumer")
    }
    return issue(url, call, &state)
  }

  private static func required(_ name: String, _ call: ServiceCall) throws(ServiceFailure) -> String {
    guard let value = call.form[name], !value.isEmpty else {
      throw ServiceFailure(400, "invalid_request", "missing required parameter: \(name)")
    }
    return value
  }

  /// My Domain names the organisation; on the common hosts, and in a sandbox that is served on loopback, the
  /// credentials do.
  private static func organisation(
    _ call: ServiceCall, _ state: SandboxState, _ isTheirs: (SandboxState.SalesforceOrg) -> Bool
  ) throws(ServiceFailure) -> String {
    let url = "https://\(call.url.host)"
    if state.salesforce[url] != nil { return url }
    let found = state.salesforce.filter { isTheirs($0.value) }.keys.min()
    guard let found else { throw ServiceFailure(400, "invalid_grant", "authentication failure") }
    return found
  }

  private static func checkClient(
    _ call: ServiceCall, _ org: SandboxState.SalesforceOrg?, needsSecret: Bool
  ) throws(ServiceFailure) {
    let id = try required("client_id", call)
    guard let secret = org?.clients[id] else {
      throw ServiceFailure(400, "invalid_client_id", "client identifier invalid")
    }
    guard !needsSecret || call.form["client_secret"] == secret else {
      throw ServiceFailure(400, "invalid_client", "invalid client credentials")
    }
  }

  private static func issue(
    _ url: String, _ call: ServiceCall, _ state: inout SandboxState, refreshToken: String? = nil
  ) -> Reply {
    let token = "00D" + UUIDText.letters(60, upperCase: false, call.random.next)
    let expiry = call.nowMs + state.settings.salesforceTokenLifeMs
    let live = state.salesforce[url]?.issuedTokens.filter { call.nowMs < $0.value } ?? [:]
    state.salesforce[url]?.issuedTokens = live.merging([token: expiry]) { $1 }
    state.record(call.effect(resource: url))
    var answer: [String: JSONValue] = [
      "access_token": .string(token), "instance_url": .string(url), "token_type": "Bearer",
      "id": "https://login.salesforce.com/id/00D000000000001/005000000000001",
      "issued_at": .string("\(call.nowMs)"),
      "signature": .string(Base64.encode(CRC32.bytes(of: Array(token.utf8)))),
    ]
    if let refreshToken { answer["refresh_token"] = .string(refreshToken) }
    return .json(.object(answer))
  }
}
