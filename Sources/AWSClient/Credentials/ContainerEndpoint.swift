import TimeAndChance

/// The credentials endpoint of a container (ECS, EKS and others), which the environment names.
struct ContainerEndpoint: CredentialFinder {
  private static let defaultHost = "169.254.170.2"
  /// Where plain HTTP may be spoken, besides this machine.
  private static let trustedHosts: Set<String> = [
    defaultHost, "169.254.170.23", "[fd00:ec2::23]", "localhost",
  ]

  let surroundings: CredentialSurroundings

  func find(observe: @Sendable (CallRecord) -> Void) async throws(AWSError) -> SourcedCredentials? {
    guard let url = try url() else { return nil }
    let host = URLParts(url)?.host ?? ""
    let source = CredentialSource.container(host: host)
    let request = HTTPRequest(
      method: "GET", url: url, headers: try headers(),
      timeoutMs: AWSLimits.containerCredentialsTimeoutMs)
    let response = try await response(to: request, from: source.description)
    guard let document = try? JSONValue(parsing: response.body) else {
      throw .sourceUnreadable(source.description, "a JSON object with AccessKeyId and so on")
    }
    return SourcedCredentials(
      try CredentialDocument.read(document, token: "Token", isTemporary: true, from: source.description),
      from: source)
  }

  private func response(
    to request: HTTPRequest, from source: String
  ) async throws(AWSError) -> HTTPResponse {
    var failure = AWSError.sourceUnreadable(source, "an answer")
    for attempt in 1...AWSLimits.containerCredentialsTries {
      do throws(TransportError) {
        let response = try await surroundings.transport.send(request)
        if response.status == 200 { return response }
        failure = .sourceFailed(source, status: response.status)
      } catch {
        guard error.reason != .cancelled else { throw .cancelled(.sts, "GetCredentials") }
        failure = .sourceFailed(source, error)
      }
      guard attempt < AWSLimits.containerCredentialsTries else { break }
      do {
        try await surroundings.time.sleep(ms: AWSLimits.containerCredentialsPauseMs)
      } catch {
        throw .cancelled(.sts, "GetCredentials")
      }
    }
    throw failure
  }

  /// Nil if the environment names no such endpoint.
  private func url() throws(AWSError) -> String? {
    if let path = surroundings.settings.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
      guard path.hasPrefix("/") else {
        throw .noCredentials(
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not a path: expected one that begins with '/'")
      }
      return "http://\(Self.defaultHost)\(path)"
    }
    let name = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    guard let url = surroundings.settings.variable(name) else { return nil }
    guard let parts = URLParts(url) else {
      throw .noCredentials("\(name) is not a usable URL: expected http:// or https://, a host and a path")
    }
    guard parts.isSecure || Self.trustedHosts.contains(parts.host) || LoopbackHost.isLoopback(url) else {
      throw .noCredentials(
        "\(name) names a host to which a secret would go unencrypted: expected https://, or a loopback address, or one "
          + "of \(Self.trustedHosts.sorted().joined(separator: ", "))")
    }
    return url
  }

  private func headers() throws(AWSError) -> HTTPHeaders {
    var headers: HTTPHeaders = ["Accept": "application/json"]
    let (file, variable) = (
      "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_CONTAINER_AUTHORIZATION_TOKEN"
    )
    let token: String
    let name: String
    if let path = surroundings.settings.variable(file) {
      (token, name) = (try surroundings.token(in: path, named: file), file)
    } else if let value = surroundings.settings.variable(variable) {
      (token, name) = (value, variable)
    } else {
      return headers
    }
    guard !token.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw .noCredentials(
        "the token of \(name) has control characters, such as a line's end: expected one line without it")
    }
    headers.append("Authorization", token)
    return headers
  }
}
