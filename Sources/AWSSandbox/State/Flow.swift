package import AWSClient

extension SandboxState {
  package struct Flow: Codable, Sendable, Equatable {
    package var arn: String
    /// `Draft`, `Active`, `Suspended`.
    package var status: String
    /// The members of the request that described the flow last, but for its name, tags and client token.
    package var definition: [String: JSONValue]
    package var tags: [String: String]
    package var createdBy: String
    package var updatedBy: String
    package var createdAtMs: Int64
    package var updatedAtMs: Int64
    /// The latest last.
    package var executions: [Execution]

    /// `OnDemand`, `Scheduled` or `Event`.
    package var triggerType: String { definition["triggerConfig"]?["triggerType"]?.string ?? "OnDemand" }

    var source: JSONValue? { definition["sourceFlowConfig"] }
    var destinations: [JSONValue] { definition["destinationFlowConfigList"]?.array ?? [] }

    var connectorProfileNames: [String] {
      ([source].compactMap { $0 } + destinations).compactMap { $0["connectorProfileName"]?.string }
    }

    /// A flow runs once at a time, so only the latest run can be under way.
    func isRunning(atMs now: Int64) -> Bool { executions.last?.isInProgress(atMs: now) ?? false }
  }
}
