/// How an access token is asked for (OAuth 2.0).
package enum SalesforceGrant: Sendable {
  /// The username-password flow, which newer organisations block. The password ends with the security token.
  case password(clientId: String, clientSecret: String, username: String, password: String)
  case refreshToken(clientId: String, clientSecret: String?, refreshToken: String)
  /// A signed assertion: see `JWTAssertionMaker`.
  case jwtBearer(assertion: String)

  /// What an answer must not repeat.
  var secrets: [String] {
    switch self {
    case .password(_, let clientSecret, _, let password): [clientSecret, password]
    case .refreshToken(_, let clientSecret, let refreshToken):
      [refreshToken] + (clientSecret.map { [$0] } ?? [])
    case .jwtBearer(let assertion): [assertion]
    }
  }

  /// The form's fields, in a fixed order.
  var fields: [(name: String, value: String)] {
    switch self {
    case .password(let clientId, let clientSecret, let username, let password):
      [
        ("grant_type", "password"), ("client_id", clientId), ("client_secret", clientSecret),
        ("username", username), ("password", password),
      ]
    case .refreshToken(let clientId, let clientSecret, let refreshToken):
      [("grant_type", "refresh_token"), ("client_id", clientId), ("refresh_token", refreshToken)]
        + (clientSecret.map { [("client_secret", $0)] } ?? [])
    case .jwtBearer(let assertion):
      [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion)]
    }
  }
}
