import AWSClient
import WorkQueue

/// A tenant's way into AWS, whoever takes it: where its flows are, and the credentials that reach them.
struct TenantAccess: Sendable {
  let access: AWSAccess
  let tenant: Tenant
  /// The tenant's Region.
  let region: String
  /// The tenant's, or in mode `isv` the ISV's own.
  let credentials: any CredentialsProvider
  /// Within the rate of the account that the flows are in.
  let caller: any AWSCalling

  /// - Parameter tenant: the row of that name.
  /// - Throws: if the row does not say what is needed.
  init(_ tenant: Tenant?, named name: String, access: AWSAccess) throws(TenantMisconfigured) {
    guard let tenant else {
      throw TenantMisconfigured("tenant '\(name)' is not there; add it with `headgate tenant add`")
    }
    guard let region = tenant.region else {
      throw TenantMisconfigured("tenant '\(name)' has no Region; set it with `headgate tenant set`")
    }
    self.access = access
    self.tenant = tenant
    self.region = region
    switch tenant.mode {
    case .isv:
      credentials = access.credentials
      caller = access.caller
    case .tenant:
      guard let roleARN = tenant.roleARN else {
        throw TenantMisconfigured("tenant '\(name)' has no role; set it with `headgate tenant set`")
      }
      credentials = AssumedRoleProvider(
        RoleIdentity(
          roleARN: roleARN, externalId: tenant.externalId, region: region,
          sessionName: TenantWork.sessionName(name)), cache: access.roles)
      caller = RateLimitedCaller(
        access.service, limiter: access.limiter, account: RoleARN(roleARN)?.accountID ?? roleARN)
    }
  }

  var appFlow: AppFlow { AppFlow(caller: caller, region: region) }
  var s3: S3 { S3(caller: caller, region: region) }
}
