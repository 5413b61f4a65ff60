import AWSClient
import WorkQueue

/// Compares what the queue made for a tenant with what is there now. It only reads.
struct DriftScan {
  private let access: TenantAccess
  private let jobs: JobQueue

  init(_ access: TenantAccess, jobs: JobQueue) {
    self.access = access
    self.jobs = jobs
  }

  /// A tenant has a thousand flows at the most, and each a handful of jobs that define it.
  private static let maxJobsPerKind = 100_000
  private static let defining = [
    "create-flow", "update-flow", "delete-flow", "create-connector-profile", "update-connector-profile",
    "delete-connector-profile",
  ]

  /// By resource.
  func items() async throws -> [DriftItem] {
    var items: [DriftItem] = []
    for job in try await definingJobs() {
      items.append(
        DriftItem(
          resource: job.resource ?? "", jobId: job.id, differences: try await differences(of: job)))
    }
    return items
  }

  /// The newest job of each resource that has succeeded, unless it was one that deletes.
  private func definingJobs() async throws -> [Job] {
    var newest: [String: Job] = [:]
    for kind in Self.defining {
      let filter = JobFilter(state: .succeeded, tenant: access.tenant.name, kind: kind)
      for job in try await jobs.jobs(filter, limit: Self.maxJobsPerKind) {
        guard let resource = job.resource, job.id > newest[resource]?.id ?? 0 else { continue }
        newest[resource] = job
      }
    }
    return newest.values.filter { !$0.kind.hasPrefix("delete-") }
      .sorted { ($0.resource ?? "") < ($1.resource ?? "") }
  }

  /// Nil: it is not there.
  private func differences(of job: Job) async throws -> [Difference]? {
    let wanted = try JSONValue(parsing: job.payload)
    if let name = wanted["flowName"]?.string {
      let flow = try await access.appFlow.describeFlow(name, as: access.credentials, observe: { _ in })
      return flow.map { FlowComparison.differences(wanted: wanted, actual: $0) }
    }
    let profile = try await access.appFlow.connectorProfile(
      wanted["connectorProfileName"]?.string ?? "", as: access.credentials, observe: { _ in })
    return profile.map { actual in
      // An update does not say what it cannot change.
      ConnectorProfileComparison.differences(wanted: wanted, actual: actual).filter { $0.wanted != nil }
    }
  }
}
