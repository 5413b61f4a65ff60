/// What to do about an error, and the stable word that operators filter by.
package struct ErrorClassification: Sendable, Hashable {
  package enum Class: String, Sendable, CaseIterable {
    /// Try again with backoff.
    case transient
    /// Try again, and slow down everything on this account and Region.
    case throttle
    /// A quota is used up: try again after minutes, or never, as the operation says.
    case quota
    /// Trying again gives the same answer.
    case permanent
    /// The connector's credentials are refused: the tenant must mend them.
    case connectorCredentials
    /// A SaaS behind the connector failed: two or three slow tries.
    case connectorServer
    /// Our own AWS credentials are refused or expired.
    case credentials
    /// The thing exists already, or something is in the way: look, then decide.
    case conflict
    /// The thing is not there: look, then decide.
    case notFound
    /// The call does not fit this thing: look, then decide.
    case unsupported
  }

  package let errorClass: Class
  /// `throttled`, `access-denied`, `connector-credentials`, …: listed in docs/errors.md.
  package let reason: String

  package init(_ errorClass: Class, _ reason: String) {
    self.errorClass = errorClass
    self.reason = reason
  }
}
