/// The credentials of one role, out of a cache that many providers share.
package struct AssumedRoleProvider: CredentialsProvider {
  package let role: RoleIdentity
  private let cache: RoleCredentialsCache

  package init(_ role: RoleIdentity, cache: RoleCredentialsCache) {
    self.role = role
    self.cache = cache
  }

  package func credentials(
    observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSCredentials {
    try await cache.assumedRole(role, observe: observe).credentials
  }

  package func invalidate(_ credentials: AWSCredentials) async { cache.invalidate(credentials, of: role) }
}
