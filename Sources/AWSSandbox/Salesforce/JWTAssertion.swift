import AWSClient

/// The claims of a JSON Web Token. Its signature is not verified: the sandbox has no certificate to check it with.
struct JWTAssertion: Sendable {
  /// The connected app's client id.
  let issuer: String
  /// The user's name.
  let subject: String
  let expiresAtMs: Int64

  /// Nil if the text is not a token with these claims.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let bytes = Base64.decodeURLSafe(parts[1]),
      let claims = (try? JSONValue(parsing: bytes)), let issuer = claims["iss"]?.string,
      let subject = claims["sub"]?.string, let expiry = claims["exp"]?.integer, claims["aud"] != nil
    else { return nil }
    self.issuer = issuer
    self.subject = subject
    let (ms, overflow) = expiry.multipliedReportingOverflow(by: 1_000)
    expiresAtMs = overflow ? Int64.max : ms
  }

  func isAccepted(by org: SandboxState.SalesforceOrg, atMs now: Int64) -> Bool {
    org.clients[issuer] != nil && org.users[subject]?.active == true && now < expiresAtMs
  }
}
