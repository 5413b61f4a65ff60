/// AWS Security Token Service, version 2011-06-15: a form in, XML out.
enum STSService {
  static func answer(_ call: ServiceCall, _ state: inout SandboxState) throws(ServiceFailure) -> Reply {
    guard call.form["Version"] == "2011-06-15", !call.operation.isEmpty else {
      throw ServiceFailure(
        400, "InvalidAction",
        "Could not find operation \(call.operation) for version \(call.form["Version"] ?? "NO_VERSION_SPECIFIED")"
      )
    }
    switch call.operation {
    case "AssumeRole": return try assumeRole(call, &state)
    case "GetCallerIdentity": return callerIdentity(call)
    default:
      throw ServiceFailure(
        400, "InvalidAction", "Could not find operation \(call.operation) for version 2011-06-15")
    }
  }

  private static func callerIdentity(_ call: ServiceCall) -> Reply {
    response(
      call,
      XMLText.element("Arn", call.caller?.arn ?? "") + XMLText.element("UserId", call.caller?.userId ?? "")
        + XMLText.element("Account", call.account))
  }

  static func response(_ call: ServiceCall, _ result: String) -> Reply {
    .xml(
      "<\(call.operation)Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
        + "<\(call.operation)Result>\(result)</\(call.operation)Result>"
        + "<ResponseMetadata>" + XMLText.element("RequestId", call.requestId)
        + "</ResponseMetadata></\(call.operation)Response>")
  }
}
