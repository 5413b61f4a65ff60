import AWSClient
import TimeAndChance

/// Finds out which operation a request calls. Service and Region come from what the request is signed for: in
/// process from `signing`, over HTTP from the Authorization header's credential scope, else from the host.
enum RequestReader {
  static func read(_ request: HTTPRequest, nowMs: Int64, random: any RandomSource) -> ServiceCall? {
    let url = RequestURL(request.url)
    let scope = CredentialScope(request)
    guard let service = service(url, scope) else { return nil }
    let region = scope?.region ?? region(ofHost: url.host)
    var input: JSONValue?
    var form: [String: String] = [:]
    var operation = ""
    var resource = ""
    switch service {
    case .appflow:
      (operation, input) = appflow(request, url)
      resource = input?["flowName"]?.string ?? input?["connectorProfileName"]?.string ?? ""
    case .secretsmanager:
      input = jsonObject(request.body)
      let target = request.headers["X-Amz-Target"] ?? ""
      if target.hasPrefix("secretsmanager.") { operation = String(target.dropFirst(15)) }
      resource = input?["SecretId"]?.string ?? input?["Name"]?.string ?? ""
    case .sts:
      form = request.method == "GET" ? url.query : readForm(request.body)
      operation = form["Action"] ?? ""
      resource = form["RoleArn"] ?? ""
    case .salesforce:
      form = readForm(request.body)
      operation = "Token"
      resource = url.host
    case .s3:
      let bucket = S3Address.bucket(url)
      operation = S3Service.operation(method: request.method, url: url, bucket: bucket)
      resource = bucket
    }
    return ServiceCall(
      service: service, operation: operation, region: region, resource: resource, method: request.method,
      url: url, headers: request.headers, body: request.body, input: input, form: form, nowMs: nowMs,
      requestId: UUIDText.random(random), random: random)
  }

  private static func appflow(_ request: HTTPRequest, _ url: RequestURL) -> (String, JSONValue?) {
    if url.path.hasPrefix("/tags/") {
      let arn = PercentCoding.decode(url.path.dropFirst(6))
      var input: [String: JSONValue] = jsonObject(request.body)?.object ?? [:]
      input["resourceArn"] = .string(arn)
      let operation =
        switch request.method {
        case "GET": "ListTagsForResource"
        case "DELETE": "UntagResource"
        default: "TagResource"
        }
      if operation == "UntagResource" {
        input["tagKeys"] = .array(PercentCoding.values("tagKeys", in: url.rawQuery).map { .string($0) })
      }
      return (operation, .object(input))
    }
    // `/create-flow` is CreateFlow.
    let name = url.path.dropFirst().split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }
    let body = request.body.isEmpty ? JSONValue.object([:]) : jsonObject(request.body)
    return (request.method == "POST" ? name.joined() : "", body)
  }

  private static func jsonObject(_ body: [UInt8]) -> JSONValue? {
    guard body.count <= SandboxLimits.requestBodyBytes, let value = (try? JSONValue(parsing: body)),
      value.object != nil
    else { return nil }
    return value
  }

  private static func readForm(_ body: [UInt8]) -> [String: String] {
    guard body.count <= SandboxLimits.requestBodyBytes else { return [:] }
    return PercentCoding.pairs(Substring(decoding: body, as: UTF8.self), plusIsSpace: true)
  }

  private static func service(_ url: RequestURL, _ scope: CredentialScope?) -> ServiceName? {
    if let scope { return ServiceName(rawValue: scope.service) }
    if url.path == "/services/oauth2/token" { return .salesforce }
    guard url.host.hasSuffix(".amazonaws.com") else { return nil }
    if let first = url.host.split(separator: ".").first, let service = ServiceName(rawValue: String(first)) {
      return service
    }
    return url.host.contains(".s3.") ? .s3 : nil
  }

  /// `appflow.eu-central-1.amazonaws.com` is in eu-central-1.
  static func region(ofHost host: String) -> String {
    guard host.hasSuffix(".amazonaws.com") else { return "us-east-1" }
    let parts = host.split(separator: ".").dropLast(2)
    guard let last = parts.last, last.contains("-"), parts.count > 1 else { return "us-east-1" }
    return String(last)
  }
}
