import AWSClient
import WorkQueue

/// Why a catalog cannot be read.
public struct CatalogError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A stable word, as jobs have it: `access-denied`, `connector-credentials`, `throttled`, …
  public let reason: String
  /// One sentence. It holds no secret.
  public let description: String

  init(_ error: AWSError) {
    let failure = AWSFailure.failure(of: error)
    reason = failure.reason
    description = failure.message
  }

  init(_ error: TenantMisconfigured) {
    reason = "tenant-misconfigured"
    description = error.message
  }
}
