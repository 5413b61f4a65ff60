import AWSClient
import WorkQueue

/// One attempt of one tenant's job: the payload, the tenant's credentials, and clients that write every call
/// into the work log. An object, and not a value: each suspended call would keep copies of it in its frame, and thousands
/// of jobs wait for an answer at the same time.
final class TenantWork: Sendable {
  let context: JobContext
  let access: AWSAccess
  let tenant: Tenant
  /// The tenant's Region.
  let region: String
  /// The tenant's, or in mode `isv` the ISV's own.
  let credentials: any CredentialsProvider
  /// Within the limits of the account that the flows are in.
  let caller: any AWSCalling
  let payload: JSONValue
  /// The payload's text, read once: every request is made from it.
  let document: JSONDocument
  /// What the payload's references stand for, once they have been resolved.
  let secrets = AttemptSecrets()

  /// - Parameter tenant: the row of the job's tenant.
  /// - Throws: `TenantMisconfigured` if it does not say what is needed.
  init(_ context: JobContext, tenant: Tenant?, access: AWSAccess) throws {
    let door = try TenantAccess(tenant, named: context.job.tenant, access: access)
    self.context = context
    self.access = access
    self.tenant = door.tenant
    region = door.region
    credentials = door.credentials
    caller = door.caller
    document = try JSONDocument(parsing: context.job.payload)
    payload = document.value
  }

  var appFlow: AppFlow { AppFlow(caller: caller, region: region) }
  var s3: S3 { S3(caller: caller, region: region) }
  var sts: STS { STS(caller: access.caller, region: region) }

  /// Writes the call into the work log.
  var observe: @Sendable (CallRecord) -> Void {
    { [context] call in context.log("call", detail: call.detail) }
  }

  /// The account that the flows are in.
  func accountId() async throws(AWSError) -> String {
    if tenant.mode == .tenant, let role = tenant.roleARN.flatMap({ RoleARN($0) }) { return role.accountID }
    return try await sts.callerIdentity(as: credentials, observe: observe).account
  }

  /// The payload's text member, which the door has seen to be there.
  func name(_ member: String) -> String { payload[member]?.string ?? "" }

  /// Which credentials the job rests on.
  func credentialUse(ofKind kind: String) -> CredentialUse {
    CredentialUse(
      kind: kind, payload: payload, tenant: tenant.name, assumesRole: tenant.mode == .tenant,
      roleARN: tenant.roleARN)
  }

  /// Sends a write of AppFlow's with the payload's own bytes.
  func send(_ operation: AppFlowOperation, body: AWSPayload) async throws(AWSError) -> JSONValue {
    try await appFlow.send(
      operation, body: body.bytes, secrets: body.secrets, as: credentials, observe: observe)
  }

  /// A role session carries the tenant's name, so that the tenant's own audit shows for whom we came.
  static func sessionName(_ tenant: String) -> String {
    // STS accepts 64 characters, and of those that a tenant's name can have all but none.
    String("headgate-\(tenant)".prefix(64))
  }
}

extension CallRecord {
  /// For the work log: compact JSON, no secret.
  fileprivate var detail: String {
    var text: [UInt8] = []
    // One for each call of each job, so it does without a dictionary.
    text.reserveCapacity(192)
    text += "{".utf8
    if let errorCode {
      text += "\"error\":".utf8
      JSONEscaping.append(errorCode, to: &text)
      text += ",".utf8
    }
    text += "\"ms\":".utf8
    text += String(durationMs).utf8
    text += ",\"operation\":".utf8
    JSONEscaping.append(operation, to: &text)
    if let requestId {
      text += ",\"requestId\":".utf8
      JSONEscaping.append(requestId, to: &text)
    }
    text += ",\"service\":".utf8
    JSONEscaping.append(service, to: &text)
    if let httpStatus {
      text += ",\"status\":".utf8
      text += String(httpStatus).utf8
    }
    if attempt > 1 {
      text += ",\"try\":".utf8
      text += String(attempt).utf8
    }
    text += "}".utf8
    return String(decoding: text, as: UTF8.self)
  }
}
