/// Where a call goes. What is set decides, the more special first: `AWS_ENDPOINT_URL_{SERVICE}`,
/// `AWS_ENDPOINT_URL`, the profile's `services` section, the profile's `endpoint_url`, else the service's real
/// endpoint in the Region.
package struct EndpointResolver: Sendable {
  private let environment: [String: String]
  private let configured: ConfiguredEndpoints
  /// What `override` says of each: it is asked for with every call.
  private var overrides: [AWSService: Result<String?, EndpointError>] = [:]

  /// - Parameter configured: what the profile says.
  package init(environment: [String: String], configured: ConfiguredEndpoints = ConfiguredEndpoints()) {
    self.environment = environment
    self.configured = configured
    for service in AWSService.allCases {
      overrides[service] = Result { () throws(EndpointError) in try override(of: service.environmentName) }
    }
  }

  /// The absolute URL, its query canonical.
  package func url(for request: AWSRequest) throws(EndpointError) -> String {
    let override = try overrides[request.service]?.get()
    guard let region = Self.label(request.region) else {
      throw EndpointError("'\(request.region)' is not an AWS Region: expected a name such as eu-central-1")
    }
    let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
    var base = override ?? "https://\(request.service.rawValue).\(region).\(domain)"
    if let bucket = request.bucket {
      guard Self.isBucketName(bucket) else {
        throw EndpointError(
          "'\(bucket)' is not an S3 bucket's name: expected 3 to 255 letters, digits, '.', '-' or '_'")
      }
      if override == nil, Self.label(bucket) != nil {
        base = "https://\(bucket).s3.\(region).\(domain)"
      } else {
        // A dot in the bucket's name would not match the certificate's wildcard.
        base += "/\(bucket)"
      }
    }
    let query = CanonicalQuery.text(request.query)
    // S3's root of a bucket in path style is /BUCKET, everything else starts with a slash of its own.
    let path =
      request.path == "/" && request.bucket != nil && base.hasSuffix("/\(request.bucket ?? "")")
      ? "" : request.path
    return base + path + (query.isEmpty ? "" : "?" + query)
  }

  /// The base URL that is set for a service, or nil if its real endpoint is to be used.
  /// - Parameter service: as in `AWS_ENDPOINT_URL_…`.
  package func override(of service: String) throws(EndpointError) -> String? {
    if Self.ignoresConfigured(environment, configured) { return nil }
    for variable in ["AWS_ENDPOINT_URL_\(service)", "AWS_ENDPOINT_URL"] {
      guard let value = environment[variable], !value.isEmpty else { continue }
      return try Self.checked(value, from: variable)
    }
    guard let endpoint = configured.services[service.lowercased()] ?? configured.all else { return nil }
    return try Self.checked(endpoint.url, from: "the endpoint_url of \(endpoint.place)")
  }

  /// The variable, where it is set, comes before the profile's word.
  static func ignoresConfigured(_ environment: [String: String], _ configured: ConfiguredEndpoints) -> Bool {
    guard let value = environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"], !value.isEmpty else {
      return configured.areIgnored
    }
    return value.lowercased() == "true"
  }

  private static func checked(_ url: String, from origin: String) throws(EndpointError) -> String {
    guard let base = baseURL(url) else {
      throw EndpointError(
        "\(origin) is not a usable URL: expected http:// or https://, a host, and perhaps a port and a path, "
          + "such as http://127.0.0.1:4566")
    }
    return base
  }

  private static let forbidden = Array("?#@\\\"<>".utf8)

  /// The URL without a slash at its end, or nil if it is not one that calls can be appended to.
  private static func baseURL(_ text: String) -> String? {
    guard text.utf8.allSatisfy({ UInt8(ascii: " ") < $0 && $0 < 0x80 && !forbidden.contains($0) }) else {
      return nil
    }
    let start = text.prefix(8).lowercased()
    guard let scheme = ["http://", "https://"].first(where: { start.hasPrefix($0) }) else { return nil }
    let rest = text.dropFirst(scheme.count)
    let authority = Substring(rest.utf8.prefix { $0 != UInt8(ascii: "/") })
    guard !authority.isEmpty, isAuthority(authority) else { return nil }
    var path = rest.dropFirst(authority.count)
    while path.hasSuffix("/") { path = path.dropLast() }
    return scheme + authority + path
  }

  /// `host`, `host:port` or `[address]:port`.
  private static func isAuthority(_ authority: Substring) -> Bool {
    var port: Substring?
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return false }
      let rest = authority[authority.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { return false }
      port = rest.isEmpty ? nil : rest.dropFirst()
    } else {
      let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count <= 2, !parts[0].isEmpty else { return false }
      port = parts.count == 2 ? parts[1] : nil
    }
    guard let port else { return true }
    return UInt16(port).map { $0 > 0 } ?? false
  }

  /// The text if it can be one label of a host's name, so that nothing else can slip into the URL.
  private static func label(_ text: String) -> String? {
    let isLabel = text.utf8.allSatisfy { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || byte == UInt8(ascii: "-")
    }
    guard isLabel, 1...63 ~= text.utf8.count, !text.hasPrefix("-"), !text.hasSuffix("-") else { return nil }
    return text
  }

  private static func isBucketName(_ text: String) -> Bool {
    let allowed = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    return allowed && 3...255 ~= text.utf8.count && !text.contains("..")
  }
}
