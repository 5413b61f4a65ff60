extension SandboxState {
  /// How fast the simulated services are and how much they grant.
  package struct Settings: Codable, Sendable, Equatable {
    /// How long a run of a flow takes.
    package var executionMs: Int64 = 2_000
    /// How long AppFlow goes on seeing the old policy of a bucket after a new one was put.
    package var bucketPolicyLagMs: Int64 = 0
    /// How long AppFlow provisions a private connection.
    package var privateConnectionMs: Int64 = 0
    /// Why the provisioning of private connections fails; nil: it does not.
    package var privateConnectionFailure: String?
    /// The time until a Salesforce access token that the token endpoint issued expires.
    package var salesforceTokenLifeMs: Int64 = 2 * 3_600_000
    /// AppFlow's quotas, per account and Region.
    package var maxFlows = 1_000
    package var maxConnectorProfiles = 100
    package var maxConcurrentRuns = 1_000

    package init() {}

    enum CodingKeys: String, CodingKey, CaseIterable {
      case executionMs, bucketPolicyLagMs, salesforceTokenLifeMs, maxFlows, maxConnectorProfiles
      case maxConcurrentRuns, privateConnectionMs, privateConnectionFailure
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(CodingKeys.self)
      let defaults = Settings()
      executionMs = try container.value(.executionMs, default: defaults.executionMs)
      bucketPolicyLagMs = try container.value(.bucketPolicyLagMs, default: defaults.bucketPolicyLagMs)
      privateConnectionMs = try container.value(.privateConnectionMs, default: defaults.privateConnectionMs)
      privateConnectionFailure = try container.decodeIfPresent(String.self, forKey: .privateConnectionFailure)
      salesforceTokenLifeMs = try container.value(
        .salesforceTokenLifeMs, default: defaults.salesforceTokenLifeMs)
      maxFlows = try container.value(.maxFlows, default: defaults.maxFlows)
      maxConnectorProfiles = try container.value(
        .maxConnectorProfiles, default: defaults.maxConnectorProfiles)
      maxConcurrentRuns = try container.value(.maxConcurrentRuns, default: defaults.maxConcurrentRuns)
    }
  }
}
