import AWSClient

/// A refresh's payload with its secrets filled in. It is never printed.
struct RefreshRequest {
  let tokenURL: String
  let grant: SalesforceGrant
  /// The one that was sent, or that the profile is to keep.
  let refreshToken: String?

  /// - Throws: `RS256.Failure`, `AWSBodyError`, `SecretReferenceError`, or `TenantMisconfigured` if a member is
  ///   missing that the grant needs.
  init(_ payload: JSONValue, secrets: [SecretReference: String], nowMs: Int64) throws {
    func value(_ member: String) throws -> String? {
      guard let text = payload[member]?.string else { return nil }
      return try ReferenceText(parsing: text).resolved(with: secrets)
    }
    func required(_ member: String, for grant: String) throws -> String {
      guard let text = try value(member) else { throw Missing(member: member, grant: grant) }
      return text
    }
    tokenURL = try required("tokenUrl", for: "refresh")
    refreshToken = try value("refreshToken")
    let clientId = try required("clientId", for: "refresh")
    switch payload["grantType"]?.string {
    case "password":
      // AppFlow takes an access token alone only together with the connected app's own credentials.
      if refreshToken == nil { _ = try required("clientCredentialsArn", for: "password") }
      grant = .password(
        clientId: clientId, clientSecret: try required("clientSecret", for: "password"),
        username: try required("username", for: "password"),
        password: try required("password", for: "password"))
    case "refresh_token":
      grant = .refreshToken(
        clientId: clientId, clientSecret: try value("clientSecret"),
        refreshToken: try required("refreshToken", for: "refresh_token"))
    default:
      grant = .jwtBearer(
        assertion: try JWTAssertionMaker.assertion(
          clientId: clientId, username: try required("username", for: "JWT bearer"),
          audience: try value("audience") ?? "https://login.salesforce.com",
          privateKeyPEM: try required("privateKey", for: "JWT bearer"), nowMs: nowMs))
    }
  }

  /// How AppFlow is to see credentials that hold no refresh token.
  var grantWithoutRefreshToken: [String: JSONValue] {
    guard case .jwtBearer(let assertion) = grant else { return ["oAuth2GrantType": "CLIENT_CREDENTIALS"] }
    return ["oAuth2GrantType": "JWT_BEARER", "jwtToken": .string(assertion)]
  }

  /// A member that the model cannot demand, because only one grant needs it.
  struct Missing: Error, CustomStringConvertible {
    let member: String
    let grant: String
    var description: String { "\(member): is missing; the \(grant) grant needs it" }
  }
}
