extension SandboxState {
  /// An IAM role, as far as AssumeRole and the permission checks need it.
  package struct Role: Codable, Sendable, Equatable {
    /// ARNs, account ids, or `*`.
    package var trustedPrincipals: [String]
    /// The trust policy's condition `sts:ExternalId`; nil for a role that demands none.
    package var externalId: String?
    package var permissions: Permissions
    package var maxSessionSeconds: Int64

    package init(
      trustedPrincipals: [String], externalId: String?, permissions: Permissions = Permissions(),
      maxSessionSeconds: Int64 = 3_600
    ) {
      self.trustedPrincipals = trustedPrincipals
      self.externalId = externalId
      self.permissions = permissions
      self.maxSessionSeconds = maxSessionSeconds
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case trustedPrincipals, externalId, permissions, maxSessionSeconds
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(CodingKeys.self)
      trustedPrincipals = try container.decode([String].self, forKey: .trustedPrincipals)
      externalId = try container.decodeIfPresent(String.self, forKey: .externalId)
      permissions = try container.value(.permissions, default: Permissions())
      maxSessionSeconds = try container.value(.maxSessionSeconds, default: 3_600)
    }

    func trusts(_ caller: Caller) -> Bool {
      trustedPrincipals.contains { principal in
        principal == "*" || principal == caller.account || principal == "arn:aws:iam::\(caller.account):root"
          || principal == caller.principalArn || principal == caller.arn
      }
    }
  }
}
