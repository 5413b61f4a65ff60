/// Everything that the simulated AWS knows: what a scenario says, and what has happened since.
///
/// A scenario that a person writes is a state in which most members are missing. Everything is looked up by a
/// dictionary whose key is the thing's identity, so that a call's cost does not grow with the number of tenants.
package struct SandboxState: Codable, Sendable, Equatable {
  /// Long-lived keys by access key id.
  package var accessKeys: [String: AccessKey] = [:]
  /// Roles by ARN.
  package var roles: [String: Role] = [:]
  /// Buckets by name, which is global.
  package var buckets: [String: Bucket] = [:]
  /// Secrets by ARN without its random suffix: `arn:aws:secretsmanager:us-east-1:999999999999:secret:salesforce/alder`.
  package var secrets: [String: Secret] = [:]
  /// Salesforce organisations by instance URL: `https://alder.my.salesforce.com`.
  package var salesforce: [String: SalesforceOrg] = [:]
  /// Credentials, as text, that every other kind of connector refuses.
  package var refusedCredentials: Set<String> = []
  package var faults: [Fault] = []
  package var settings = Settings()

  /// Sessions that AssumeRole issued, by access key id.
  package var sessions: [String: Session] = [:]
  /// AppFlow by `ACCOUNT/REGION`.
  package var appflow: [String: AppFlowRegion] = [:]
  /// Each change that really happened, in order.
  package var journal: [Effect] = []
  /// Effects that no longer stand in the journal, because it is bounded.
  package var journalDropped = 0
  /// Requests by `service:Operation`, also those that failed.
  package var callCounts: [String: Int] = [:]

  package init() {}

  enum CodingKeys: String, CodingKey, CaseIterable {
    case accessKeys, roles, buckets, secrets, salesforce, refusedCredentials, faults, settings
    case sessions, appflow, journal, journalDropped, callCounts
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(CodingKeys.self)
    accessKeys = try container.value(.accessKeys, default: [:])
    roles = try container.value(.roles, default: [:])
    buckets = try container.value(.buckets, default: [:])
    secrets = try container.value(.secrets, default: [:])
    salesforce = try container.value(.salesforce, default: [:])
    refusedCredentials = try container.value(.refusedCredentials, default: [])
    faults = try container.value(.faults, default: [])
    settings = try container.value(.settings, default: Settings())
    sessions = try container.value(.sessions, default: [:])
    appflow = try container.value(.appflow, default: [:])
    journal = try container.value(.journal, default: [])
    journalDropped = try container.value(.journalDropped, default: 0)
    callCounts = try container.value(.callCounts, default: [:])
  }
}

extension SandboxState {
  /// AppFlow of one account in one Region.
  package subscript(account account: String, region region: String) -> AppFlowRegion {
    get { appflow["\(account)/\(region)"] ?? AppFlowRegion() }
    _modify { yield &appflow["\(account)/\(region)", default: AppFlowRegion()] }
  }

  mutating func record(_ effect: Effect) {
    if journal.count >= SandboxLimits.maxJournalEntries {
      let dropped = SandboxLimits.maxJournalEntries / 10
      journal.removeFirst(dropped)
      journalDropped += dropped
    }
    journal.append(effect)
  }
}
