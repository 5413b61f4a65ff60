extension SandboxState {
  package struct Bucket: Codable, Sendable, Equatable {
    package var account: String
    package var region: String
    /// The policy document exactly as it was put.
    package var policy: String?
    /// What AppFlow still sees until the new policy has spread.
    var policyBefore: String?
    var policyChangedAtMs: Int64?

    package init(account: String, region: String, policy: String? = nil) {
      self.account = account
      self.region = region
      self.policy = policy
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case account, region, policy, policyBefore, policyChangedAtMs
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(CodingKeys.self)
      account = try container.decode(String.self, forKey: .account)
      region = try container.decode(String.self, forKey: .region)
      policy = try container.decodeIfPresent(String.self, forKey: .policy)
      policyBefore = try container.decodeIfPresent(String.self, forKey: .policyBefore)
      policyChangedAtMs = try container.decodeIfPresent(Int64.self, forKey: .policyChangedAtMs)
    }

    mutating func setPolicy(_ text: String?, atMs now: Int64) {
      policyBefore = policy
      policyChangedAtMs = now
      policy = text
    }

    func policySeenByServices(atMs now: Int64, lagMs: Int64) -> String? {
      if let policyChangedAtMs, now < policyChangedAtMs + lagMs { policyBefore } else { policy }
    }
  }
}
