extension SandboxState {
  /// A Salesforce organisation: which credentials it accepts. What is not listed is refused.
  package struct SalesforceOrg: Codable, Sendable, Equatable {
    package struct User: Codable, Sendable, Equatable {
      /// The password with the security token behind it.
      package var password: String
      package var active: Bool

      package init(password: String, active: Bool = true) {
        self.password = password
        self.active = active
      }

      enum CodingKeys: String, CodingKey, CaseIterable { case password, active }

      package init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(CodingKeys.self)
        password = try container.decode(String.self, forKey: .password)
        active = try container.value(.active, default: true)
      }
    }

    /// Secrets of connected apps by client id.
    package var clients: [String: String]
    package var users: [String: User]
    package var accessTokens: Set<String>
    package var refreshTokens: Set<String>
    /// Whether each use of a refresh token gives a new one and revokes the old one.
    package var rotatesRefreshTokens: Bool
    /// Expiry by access token, for those that the token endpoint issued.
    var issuedTokens: [String: Int64]

    package init(
      clients: [String: String] = [:], users: [String: User] = [:], accessTokens: Set<String> = [],
      refreshTokens: Set<String> = [], rotatesRefreshTokens: Bool = false
    ) {
      self.clients = clients
      self.users = users
      self.accessTokens = accessTokens
      self.refreshTokens = refreshTokens
      self.rotatesRefreshTokens = rotatesRefreshTokens
      issuedTokens = [:]
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case clients, users, accessTokens, refreshTokens, rotatesRefreshTokens, issuedTokens
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(CodingKeys.self)
      clients = try container.value(.clients, default: [:])
      users = try container.value(.users, default: [:])
      accessTokens = try container.value(.accessTokens, default: [])
      refreshTokens = try container.value(.refreshTokens, default: [])
      rotatesRefreshTokens = try container.value(.rotatesRefreshTokens, default: false)
      issuedTokens = try container.value(.issuedTokens, default: [:])
    }

    func accepts(accessToken: String, atMs now: Int64) -> Bool {
      accessTokens.contains(accessToken) || (issuedTokens[accessToken].map { now < $0 } ?? false)
    }
  }
}
