import AWSClient
import AWSSandbox
import Foundation
import Testing
import TimeAndChance

/// One tenant, `acme`, in account 111111111111 and us-east-1, and the ISV in 999999999999.
struct Harness {
  static let role = "arn:aws:iam::111111111111:role/headgate"
  static let isvSecret = "arn:aws:secretsmanager:us-east-1:999999999999:secret:salesforce/acme"
  static let clientSecret = "arn:aws:secretsmanager:us-east-1:111111111111:secret:client"
  static let isv = AWSCredentials(accessKeyId: "AKIDISV", secretAccessKey: "isv-secret")
  static let tenant = AWSCredentials(accessKeyId: "AKIDTENANT", secretAccessKey: "tenant-secret")
  static let org = "https://acme.my.salesforce.com"

  let time = ManualTime()
  let sandbox: SandboxTransport

  init(
    latency: SandboxTransport.Latency = .init(), plan: FaultPlan? = nil, seed: UInt64 = 7,
    _ change: (inout SandboxState) -> Void = { _ in }
  ) {
    var state = Self.state
    change(&state)
    sandbox = SandboxTransport(
      state: state, time: time, random: SeededRandom(seed: seed), latency: latency, plan: plan)
  }

  static let state: SandboxState = {
    var state = SandboxState()
    state.accessKeys["AKIDISV"] = .init(
      secretAccessKey: "isv-secret", account: "999999999999", arn: "arn:aws:iam::999999999999:user/isv")
    state.accessKeys["AKIDTENANT"] = .init(
      secretAccessKey: "tenant-secret", account: "111111111111", arn: "arn:aws:iam::111111111111:user/admin")
    state.roles[role] = .init(
      trustedPrincipals: ["arn:aws:iam::999999999999:root"], externalId: "hg-acme")
    state.buckets["acme-landing"] = .init(account: "111111111111", region: "us-east-1")
    state.secrets[clientSecret] = .init(
      value: #"{"clientId":"app","clientSecret":"app-secret"}"#, versionId: "v1", createdAtMs: 0)
    state.secrets[isvSecret] = .init(value: #"{"refreshToken":"good"}"#, versionId: "v1", createdAtMs: 0)
    state.salesforce[org] = .init(
      clients: ["app": "app-secret"],
      users: [
        "ann@acme.example": .init(password: "pw"), "bob@acme.example": .init(password: "pw", active: false),
      ],
      accessTokens: ["access"], refreshTokens: ["good"])
    return state
  }()

  func send(_ request: HTTPRequest) async throws(TransportError) -> Answer {
    Answer(try await sandbox.send(request))
  }

  func appflow(
    _ operation: String, _ body: JSONValue, as credentials: AWSCredentials = tenant,
    region: String = "us-east-1", timeoutMs: Int64 = 60_000
  ) async throws(TransportError) -> Answer {
    let path = operation.reduce(into: "") { path, letter in
      if letter.isUppercase, !path.isEmpty { path += "-" }
      path += letter.lowercased()
    }
    return try await send(
      HTTPRequest(
        method: "POST", url: "https://appflow.\(region).amazonaws.com/\(path)",
        headers: ["Content-Type": "application/json"], body: Array(body.text().utf8),
        signing: SigV4Signing(credentials: credentials, region: region, service: "appflow"),
        timeoutMs: timeoutMs))
  }

  func sts(_ form: [String: String], as credentials: AWSCredentials = isv) async throws(TransportError)
    -> Answer
  {
    var form = form
    form["Version"] = "2011-06-15"
    return try await send(
      HTTPRequest(
        method: "POST", url: "https://sts.us-east-1.amazonaws.com/", body: Self.encode(form),
        signing: SigV4Signing(credentials: credentials, region: "us-east-1", service: "sts"),
        timeoutMs: 60_000))
  }

  func s3(
    _ method: String, _ query: String, bucket: String = "acme-landing", body: String = "",
    headers: HTTPHeaders = [:], as credentials: AWSCredentials = tenant, region: String = "us-east-1",
    virtualHost: Bool = false
  ) async throws(TransportError) -> Answer {
    var all: HTTPHeaders = ["x-amz-content-sha256": "UNSIGNED-PAYLOAD"]
    for field in headers.fields { all.append(field.name, field.value) }
    let base =
      virtualHost
      ? "https://\(bucket).s3.\(region).amazonaws.com/" : "https://s3.\(region).amazonaws.com/\(bucket)"
    return try await send(
      HTTPRequest(
        method: method, url: base + query, headers: all, body: Array(body.utf8),
        signing: SigV4Signing(credentials: credentials, region: region, service: "s3"), timeoutMs: 60_000))
  }

  func putPolicy(_ policy: String, headers: HTTPHeaders = [:]) async throws(TransportError) -> Answer {
    var all: HTTPHeaders = ["Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg=="]
    for field in headers.fields { all.append(field.name, field.value) }
    return try await s3("PUT", "?policy=", body: policy, headers: all)
  }

  func secrets(_ operation: String, _ body: JSONValue, as credentials: AWSCredentials = isv)
    async throws(TransportError)
    -> Answer
  {
    try await send(
      HTTPRequest(
        method: "POST", url: "https://secretsmanager.us-east-1.amazonaws.com/",
        headers: [
          "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "secretsmanager.\(operation)",
        ], body: Array(body.text().utf8),
        signing: SigV4Signing(credentials: credentials, region: "us-east-1", service: "secretsmanager"),
        timeoutMs: 60_000))
  }

  func salesforce(_ form: [String: String], host: String = "acme.my.salesforce.com")
    async throws(TransportError) -> Answer
  {
    try await send(
      HTTPRequest(
        method: "POST", url: "https://\(host)/services/oauth2/token", body: Self.encode(form),
        timeoutMs: 60_000))
  }

  /// Assumes the tenant's role.
  func session() async throws -> AWSCredentials {
    let answer = try await sts([
      "Action": "AssumeRole", "RoleArn": Self.role, "RoleSessionName": "headgate", "ExternalId": "hg-acme",
    ])
    #expect(answer.status == 200)
    return AWSCredentials(
      accessKeyId: answer.element("AccessKeyId"), secretAccessKey: answer.element("SecretAccessKey"),
      sessionToken: answer.element("SessionToken"))
  }

  /// Puts the bucket policy and creates the connector profile that `Payloads.flow` needs.
  func prepare() async throws {
    #expect(try await putPolicy(Payloads.policy()).status == 204)
    #expect(try await appflow("CreateConnectorProfile", Payloads.profile()).status == 200)
  }

  private static func encode(_ form: [String: String]) -> [UInt8] {
    let pairs = form.map { name, value in
      name + "=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
    }
    return Array(pairs.joined(separator: "&").utf8)
  }
}
