extension SandboxState {
  /// Amazon AppFlow of one account in one Region.
  package struct AppFlowRegion: Codable, Sendable, Equatable {
    package var profiles: [String: ConnectorProfile] = [:]
    package var flows: [String: Flow] = [:]
    /// By `Operation/token`.
    var rememberedTokens: [String: RememberedToken] = [:]

    package init() {}

    /// Whether a flow reads from or writes through this connector profile.
    func isInUse(profile name: String) -> Bool {
      flows.values.contains { $0.connectorProfileNames.contains(name) }
    }

    func runsInProgress(atMs now: Int64) -> Int {
      flows.values.count { $0.isRunning(atMs: now) }
    }
  }

  /// The answer that a client token is good for, and a digest of the parameters it came with.
  struct RememberedToken: Codable, Sendable, Equatable {
    var digest: UInt64
    var answer: String
    var expiresAtMs: Int64
  }
}
