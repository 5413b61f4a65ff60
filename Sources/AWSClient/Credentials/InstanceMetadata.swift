import TimeAndChance

/// The role of the EC2 instance that this runs on, by version 2 of its metadata service: first a session's token,
/// then the role's name, then its credentials. Version 1, which has no token, is not spoken.
struct InstanceMetadata: CredentialFinder {
  private static let credentialsPath = "latest/meta-data/iam/security-credentials/"

  let surroundings: CredentialSurroundings

  /// Most machines are no instances, so no answer to the first question means that this source is not there.
  func find(observe: @Sendable (CallRecord) -> Void) async throws(AWSError) -> SourcedCredentials? {
    guard surroundings.settings.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" else {
      return nil
    }
    let base = try base()
    let ttl = String(AWSLimits.instanceMetadataTokenSeconds)
    let asked = try await text(
      "PUT", base + "latest/api/token", headers: ["x-aws-ec2-metadata-token-ttl-seconds": ttl])
    guard let token = asked else { return nil }
    let headers: HTTPHeaders = ["x-aws-ec2-metadata-token": token]
    guard let role = try await text("GET", base + Self.credentialsPath, headers: headers) else { return nil }
    let source = CredentialSource.instance(role: role)
    let path = PercentEncoding.encode(role)
    guard let text = try await text("GET", base + Self.credentialsPath + path, headers: headers),
      let document = try? JSONValue(parsing: text)
    else { throw .sourceUnreadable(source.description, "credentials from the instance's metadata service") }
    let credentials = try CredentialDocument.read(
      document, token: "Token", isTemporary: true, from: source.description)
    return SourcedCredentials(extended(credentials), from: source)
  }

  /// The first line of a 200 answer, or nil where there is none.
  private func text(_ method: String, _ url: String, headers: HTTPHeaders) async throws(AWSError) -> String? {
    let request = HTTPRequest(
      method: method, url: url, headers: headers, timeoutMs: AWSLimits.instanceMetadataTimeoutMs)
    do throws(TransportError) {
      let response = try await surroundings.transport.send(request)
      guard response.status == 200, let text = String(validating: response.body, as: UTF8.self) else {
        return nil
      }
      let trimmed = TextLines.trim(text.unicodeScalars)
      return trimmed.isEmpty ? nil : trimmed
    } catch {
      guard error.reason != .cancelled else { throw .cancelled(.sts, "GetCredentials") }
      return nil
    }
  }

  private func base() throws(AWSError) -> String {
    let (variable, key) = ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint")
    if let url = try setting(variable, key) {
      guard URLParts(url) != nil else {
        throw .noCredentials(
          "\(variable) or \(key) is not a usable URL: expected one such as http://169.254.169.254")
      }
      return url.hasSuffix("/") ? url : url + "/"
    }
    switch try setting(variable + "_MODE", key + "_mode")?.lowercased() {
    case nil, "ipv4": return "http://169.254.169.254/"
    case "ipv6": return "http://[fd00:ec2::254]/"
    default:
      throw .noCredentials("\(variable)_MODE or \(key)_mode: expected ipv4 or ipv6")
    }
  }

  private func setting(_ variable: String, _ key: String) throws(AWSError) -> String? {
    if let value = surroundings.settings.variable(variable) { return value }
    do {
      return try surroundings.settings.profile.text(key)
    } catch {
      throw AWSError(error)
    }
  }

  /// When the service cannot get new credentials it gives the old ones, which AWS accepts for longer than they say:
  /// better to go on with them than to stand still.
  private func extended(_ credentials: AWSCredentials) -> AWSCredentials {
    let nowMs = surroundings.time.nowMs()
    let range = AWSLimits.instanceCredentialsExtensionMs
    let extensionMs =
      AWSLimits.credentialsEarlyRefreshBeforeExpiryMs + range.lowerBound
      + surroundings.random.below(range.upperBound - range.lowerBound + 1)
    guard let expiresAtMs = credentials.expiresAtMs, expiresAtMs - nowMs <= extensionMs else {
      return credentials
    }
    return AWSCredentials(
      accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken, expiresAtMs: nowMs + extensionMs)
  }
}
