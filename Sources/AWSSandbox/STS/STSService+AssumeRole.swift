import AWSClient
import TimeAndChance

extension STSService {
  static func assumeRole(_ call: ServiceCall, _ state: inout SandboxState) throws(ServiceFailure) -> Reply {
    let (name, seconds) = try validate(call)
    let arn = call.resource
    // A role that does not exist and one that does not trust the caller are told apart by nobody.
    guard let caller = call.caller, let role = state.roles[arn], role.trusts(caller),
      role.externalId == nil || role.externalId == call.form["ExternalId"]
    else { throw AccessControl.denied("sts:AssumeRole", on: arn, call) }
    try AccessControl.demand("sts:AssumeRole", on: arn, call)
    guard seconds <= role.maxSessionSeconds else {
      throw invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    }
    guard !caller.isSession || seconds <= 3_600 else {
      throw invalid(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
    }
    let id = "ASIA" + UUIDText.letters(16, upperCase: true, call.random.next)
    let session = SandboxState.Session(
      secretAccessKey: UUIDText.letters(40, upperCase: false, call.random.next),
      sessionToken: "SandboxSession" + UUIDText.letters(64, upperCase: false, call.random.next),
      roleArn: arn, sessionName: name, expiresAtMs: call.nowMs + seconds * 1_000)
    if state.sessions.count >= SandboxLimits.sessionsBeforePurge {
      // Sessions are kept for a day after their expiry so that they are called expired, not unknown.
      state.sessions = state.sessions.filter { call.nowMs < $0.value.expiresAtMs + 86_400_000 }
    }
    state.sessions[id] = session
    state.record(call.effect(account: RoleARN(arn)?.account))
    return answer(call, id, session)
  }

  private static func answer(_ call: ServiceCall, _ id: String, _ session: SandboxState.Session) -> Reply {
    let role = RoleARN(session.roleArn)
    let assumed =
      "arn:aws:sts::\(role?.account ?? ""):assumed-role/\(role?.name ?? "")/\(session.sessionName)"
    return response(
      call,
      "<AssumedRoleUser>"
        + XMLText.element("AssumedRoleId", "\(RoleARN.roleId(session.roleArn)):\(session.sessionName)")
        + XMLText.element("Arn", assumed) + "</AssumedRoleUser><Credentials>"
        + XMLText.element("AccessKeyId", id) + XMLText.element("SecretAccessKey", session.secretAccessKey)
        + XMLText.element("SessionToken", session.sessionToken)
        + XMLText.element("Expiration", HTTPDate.iso(ms: session.expiresAtMs)) + "</Credentials>")
  }

  private static func validate(_ call: ServiceCall) throws(ServiceFailure) -> (name: String, seconds: Int64) {
    var check = ConstraintCheck()
    check.text(
      call.form["RoleArn"], at: "roleArn", .text(20...2048, .printable), required: true)
    check.text(
      call.form["RoleSessionName"], at: "roleSessionName", .text(2...64, .sessionName), required: true)
    check.text(call.form["ExternalId"], at: "externalId", .text(2...1224, .externalId), required: false)
    var seconds: Int64 = 3_600
    if let text = call.form["DurationSeconds"] {
      guard let number = Int64(text) else {
        throw ServiceFailure(400, "MalformedInput", "Invalid value for DurationSeconds")
      }
      check.value(.integer(number), at: "durationSeconds", .integer(900...43_200))
      seconds = number
    }
    if let message = check.message { throw invalid(message) }
    guard RoleARN(call.resource) != nil else { throw invalid("\(call.resource) is invalid") }
    return (call.form["RoleSessionName"] ?? "", seconds)
  }

  private static func invalid(_ message: String) -> ServiceFailure {
    ServiceFailure(400, "ValidationError", message)
  }
}
