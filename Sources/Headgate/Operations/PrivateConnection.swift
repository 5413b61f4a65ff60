import AWSClient
import TimeAndChance
import WorkQueue

/// Waits until AppFlow has provisioned a profile's private connection, without holding a slot: the job looks, and is
/// put back until it looks again.
struct PrivateConnection {
  private static let shortestPauseMs: Int64 = 2_000
  private static let longestPauseMs: Int64 = 60_000
  /// Provisioning takes minutes; after this somebody should look.
  private static let patienceMs: Int64 = 2 * 3_600_000

  let work: TenantWork

  /// Of a payload whose profile connects privately; nil: there is nothing to provision.
  init?(_ work: TenantWork) {
    guard work.payload["connectionMode"] == "Private" else { return nil }
    self.work = work
  }

  /// Since when an earlier attempt has waited; nil: none has.
  private var checkpoint: [String: JSONValue] {
    work.context.job.checkpoint.flatMap { try? JSONValue(parsing: $0) }?.object ?? [:]
  }

  /// Whether an earlier attempt has sent the request already, and only the provisioning is left.
  var isAwaited: Bool { checkpoint["provisioningSinceMs"] != nil }

  /// What the provisioning has come to, or when to look again.
  ///
  /// - Parameter result: the job's result once the connection is there.
  func outcome(result: String) async throws -> Outcome {
    let name = work.name("connectorProfileName")
    let profile = try await work.appFlow.connectorProfile(name, as: work.credentials, observe: work.observe)
    let state = profile?["privateConnectionProvisioningState"]
    switch state?["status"]?.string {
    case "CREATED": return .succeeded(result: result)
    case "FAILED":
      // A replay asks AppFlow anew instead of looking at what failed.
      try await remember(sinceMs: nil)
      let cause = [state?["failureCause"]?.string, state?["failureMessage"]?.string].compactMap { $0 }
      return .dead(
        Failure(
          reason: "private-connection-failed",
          message: "the private connection of profile \(name) could not be provisioned"
            + (cause.isEmpty ? "" : ": " + cause.joined(separator: ": "))))
    default: return try await wait(name)
    }
  }

  private func wait(_ name: String) async throws -> Outcome {
    let nowMs = work.context.time.nowMs()
    let sinceMs = checkpoint["provisioningSinceMs"]?.integer ?? nowMs
    if checkpoint["provisioningSinceMs"] == nil { try await remember(sinceMs: nowMs) }
    guard nowMs - sinceMs < Self.patienceMs else {
      return .dead(
        Failure(
          reason: "private-connection-failed",
          message: "the private connection of profile \(name) is still being provisioned after 2 h"))
    }
    return .snooze(forMs: min(max((nowMs - sinceMs) / 4, Self.shortestPauseMs), Self.longestPauseMs), nil)
  }

  /// Beside what else the job remembers.
  private func remember(sinceMs: Int64?) async throws {
    var checkpoint = checkpoint
    checkpoint["provisioningSinceMs"] = sinceMs.map { .integer($0) }
    try await work.context.checkpoint(JSONValue.object(checkpoint).text())
  }
}
