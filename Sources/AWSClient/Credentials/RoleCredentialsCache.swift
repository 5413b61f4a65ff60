package import TimeAndChance

/// Remembers the credentials of assumed roles, in memory only.
package final class RoleCredentialsCache: Sendable {
  private let caller: any AWSCalling
  private let base: any CredentialsProvider
  private let roles: RefreshingCache<RoleIdentity, AssumedRole>

  /// - Parameter base: who assumes the roles.
  package init(
    caller: any AWSCalling, base: any CredentialsProvider, time: any TimeSource,
    capacity: Int = AWSLimits.maxCachedRoles
  ) {
    self.caller = caller
    self.base = base
    roles = RefreshingCache(time: time, capacity: capacity, cancelled: .cancelled(.sts, "AssumeRole"))
  }

  /// - Parameter observe: told of the calls only if this caller's task makes them.
  package func assumedRole(
    _ identity: RoleIdentity, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AssumedRole {
    try await roles.value(identity) { () async throws(AWSError) -> AssumedRole in
      try await STS(caller: caller, region: identity.region).assumeRole(
        roleARN: identity.roleARN, externalId: identity.externalId, sessionName: identity.sessionName,
        durationSeconds: identity.durationSeconds, as: base, observe: observe)
    }
  }

  /// Forgets these credentials, unless newer ones are there already.
  package func invalidate(_ credentials: AWSCredentials, of identity: RoleIdentity) {
    roles.forget(identity) { $0.credentials == credentials }
  }
}

extension AssumedRole: Expiring {
  package var expiresAtMs: Int64? { credentials.expiresAtMs }
}
