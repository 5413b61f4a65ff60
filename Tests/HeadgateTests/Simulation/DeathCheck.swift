import AWSClient
import Testing
import WorkQueue

/// Whether the jobs that died did so for the reason that docs/errors.md has for what their calls met.
enum DeathCheck {
  /// What stands for a reason: a call of one of the services, if any is named, that met one of these error codes.
  private struct Evidence {
    let services: Set<String>
    let codes: [String]

    init(_ codes: String..., at services: Set<String> = []) {
      self.services = services
      self.codes = codes
    }
  }

  /// Of the faults of the simulated runs. A reason that is not here fits none of them.
  private static let evidence: [String: Evidence] = [
    "access-denied": Evidence("AccessDenied", at: ["appflow", "s3", "sts"]),
    "assume-role-denied": Evidence("AccessDenied", at: ["sts"]),
    "aws-credentials": Evidence("ExpiredToken"),
    // Half of a policy came, as an answer that is whole.
    "bucket-policy": Evidence("", at: ["s3"]),
    "conflict": Evidence("Conflict", at: ["appflow"]),
    "connection-failed": Evidence("couldNotConnect"),
    "connection-lost": Evidence("connectionLost"),
    "connector-credentials": Evidence("ConnectorAuthentication", at: ["appflow"]),
    // Soon after a change of a policy; and quotas of services whose models know none.
    "invalid-request": Evidence("Validation", "LimitExceeded", "TooManyBuckets"),
    "not-found": Evidence("ResourceNotFound", at: ["appflow"]),
    "quota": Evidence("ServiceQuotaExceeded", "LimitExceeded"),
    "secret-denied": Evidence("AccessDenied", at: ["secretsmanager"]),
    "secret-unavailable": Evidence(
      "Throttling", "LimitExceeded", "Internal", "HTTP503", "couldNot", "connectionLost", "timedOut",
      at: ["secretsmanager"]),
    "secret-unusable": Evidence("", at: ["secretsmanager"]),
    "server-error": Evidence("Internal", "HTTP503"),
    "throttled": Evidence("Throttling", "SlowDown"),
    "timed-out": Evidence("timedOut"),
  ]

  static func check(_ log: [LogEntry], _ title: String) {
    for (index, death) in log.enumerated() where death.state == .dead {
      let reason = death.detail.flatMap { try? JSONValue(parsing: $0) }?["reason"]?.string ?? "none"
      // That its workers died shows in no call.
      if reason == "worker-lost" { continue }
      let claim = log[..<index].lastIndex { $0.jobId == death.jobId && $0.event == "claimed" } ?? index
      // Jobs of a tenant share a session, and with it the call that opens it.
      let calls = log[claim..<index].filter { $0.event == "call" && $0.tenant == death.tenant }
      let details = calls.compactMap { $0.detail.flatMap { try? JSONValue(parsing: $0) } }
      #expect(
        evidence[reason].map { evidence in details.contains { fits($0, evidence) } } == true,
        "\(title): job \(death.jobId ?? 0) died of \(reason) after \(calls.compactMap(\.detail)): \(death.detail ?? "")"
      )
    }
  }

  private static func fits(_ call: JSONValue, _ evidence: Evidence) -> Bool {
    let code = call["error"]?.string ?? ""
    return (evidence.services.isEmpty || evidence.services.contains(call["service"]?.string ?? ""))
      && evidence.codes.contains { $0.isEmpty ? code.isEmpty : code.hasPrefix($0) }
  }
}
