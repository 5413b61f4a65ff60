import AWSClient
import TimeAndChance

/// A request that has been understood as a call of one operation of one service.
struct ServiceCall: Sendable {
  let service: ServiceName
  /// As in the service's API reference; empty for a request that fits none.
  let operation: String
  let region: String
  /// The main thing that the call names: a flow, a connector profile, a bucket, a secret, a role's ARN.
  let resource: String
  let method: String
  let url: RequestURL
  let headers: HTTPHeaders
  let body: [UInt8]
  /// The body of a JSON service, parsed; nil if it is not a JSON object.
  let input: JSONValue?
  /// The body of a form.
  let form: [String: String]
  var nowMs: Int64
  let requestId: String
  let random: any RandomSource
  /// Nil until the credentials have been checked, and for a request that needs none.
  var caller: Caller?

  /// The account that the call is about, where that is not the caller's.
  var targetAccount: String? {
    guard service == .sts, resource.hasPrefix("arn:") else { return nil }
    let parts = resource.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count > 4 ? String(parts[4]) : nil
  }

  var account: String { caller?.account ?? "" }

  func effect(resource: String? = nil, clientToken: String? = nil, account: String? = nil)
    -> SandboxState.Effect
  {
    SandboxState.Effect(
      service: service.rawValue, operation: operation, account: account ?? self.account, region: region,
      resource: resource ?? self.resource, clientToken: clientToken, atMs: nowMs)
  }
}
