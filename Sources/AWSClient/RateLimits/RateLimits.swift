/// The rates that calls start at, per account and Region: every default in one place.
package struct RateLimits: Sendable, Equatable {
  /// AppFlow does not publish its rates; these are known to be borne by new accounts.
  package static let standardWritesPerSecond = 1.0
  package static let standardReadsPerSecond = 5.0

  package var appFlowWrites: RateSettings
  package var appFlowReads: RateSettings
  /// A create takes a turn as a write besides.
  package var appFlowCreates: RateSettings
  /// STS, S3 and Secrets Manager: far below their published quotas, and far above what we ever ask of them.
  package var others: RateSettings

  /// - Parameters:
  ///   - writesPerSecond: AppFlow calls that change something; 0: no limit.
  ///   - readsPerSecond: AppFlow calls that look; 0: no limit.
  package init(
    writesPerSecond: Double = standardWritesPerSecond, readsPerSecond: Double = standardReadsPerSecond
  ) {
    // What an onboarding writes: the profile, the flow, its start.
    appFlowWrites = RateSettings(startPerSecond: writesPerSecond, burst: 3)
    appFlowReads = RateSettings(startPerSecond: readsPerSecond, burst: 10)
    appFlowCreates = .unlimited(maxInFlight: writesPerSecond > 0 ? 2 : nil)
    others = RateSettings(startPerSecond: 50, burst: 100)
  }

  /// No limit at all: services on this machine, simulations.
  package static let none: RateLimits = {
    var limits = RateLimits(writesPerSecond: 0, readsPerSecond: 0)
    limits.others = RateSettings(startPerSecond: 0, burst: 1)
    return limits
  }()

  package func settings(for key: RateKey) -> RateSettings {
    guard key.service == .appflow else { return others }
    switch key.access {
    case .read: return appFlowReads
    case .write: return appFlowWrites
    case .create: return appFlowCreates
    }
  }
}
