import Headgate
import WorkQueue

/// The options that `tenant add` and `tenant set` share.
enum TenantParameters {
  static let name = Argument.required("NAME", .text("NAME"), "the tenant's name")
  static let roleARN = Option.optional("role-arn", .text("ARN"), "the role that is assumed for the tenant")
  static let externalID = Option.optional(
    "external-id", .text("ID"), "the external id that its trust policy demands; you make it, one per tenant")
  static let region = Option.optional("region", .text("REGION"), "where the tenant's flows are")
  static let mode = Option.optional(
    "mode", .choice(of: Tenant.Mode.self, "MODE"), "whose account the flows are in")
  static let maxRunning = Option.optional(
    "max-running", .integer(TenantSettings.maxRunningRange), "jobs of the tenant that run at the same time")
  static let weight = Option.optional(
    "weight", .integer(1...10_000), "the tenant's share among the tenants; 100 is the usual one")

  static let options: [any Parameter] = [roleARN, externalID, region, mode, maxRunning, weight]

  /// Checks what was given on top of `tenant`.
  static func apply(_ arguments: ParsedArguments, to tenant: Tenant) throws(CommandError) -> Tenant {
    var tenant = tenant
    tenant.roleARN = arguments[roleARN] ?? tenant.roleARN
    tenant.externalId = arguments[externalID] ?? tenant.externalId
    tenant.region = arguments[region] ?? tenant.region
    tenant.mode = arguments[mode] ?? tenant.mode
    tenant.maxRunning = arguments[maxRunning] ?? tenant.maxRunning
    tenant.weight = arguments[weight] ?? tenant.weight
    let checked = TenantSettings.validate(
      name: tenant.name, roleARN: tenant.roleARN ?? "", externalID: tenant.externalId ?? "",
      region: tenant.region ?? "", mode: tenant.mode.rawValue, maxRunning: String(tenant.maxRunning))
    if case .failure(let error) = checked {
      throw .usage(error.problems.map { "\(optionName($0.field)) \(wording($0.message))" })
    }
    return tenant
  }

  /// On a command line what is empty was not given.
  private static func wording(_ message: String) -> String {
    message.hasPrefix("is empty") ? "is missing" + message.dropFirst("is empty".count) : message
  }

  private static func optionName(_ field: String) -> String {
    field == "tenant" ? "NAME" : "--" + field.replacing("_", with: "-")
  }
}
