import TimeAndChance

/// A profile of IAM Identity Center: the token that `aws sso login` has put into its cache is exchanged for the
/// credentials of a role. The token itself is not renewed: when it has expired a person has to log in again.
struct SSOSession: CredentialFinder {
  let surroundings: CredentialSurroundings
  let profile: Profile

  func find(observe: @Sendable (CallRecord) -> Void) async throws(AWSError) -> SourcedCredentials? {
    let found: SSOSettings?
    do {
      found = try SSOSettings(of: profile, surroundings.settings.profiles)
    } catch {
      throw AWSError(error)
    }
    guard let settings = found else { return nil }
    let source = CredentialSource.sso(
      account: settings.accountId, role: settings.roleName, profile: profile.name)
    let request = HTTPRequest(
      method: "GET", url: try url(settings),
      headers: ["x-amz-sso_bearer_token": try token(settings), "Accept": "application/json"],
      timeoutMs: AWSLimits.callTimeoutMs)
    let response: HTTPResponse
    do {
      response = try await surroundings.transport.send(request)
    } catch {
      throw error.reason == .cancelled
        ? .cancelled(.sts, "GetCredentials") : .sourceFailed(source.description, error)
    }
    if response.status == 401 { throw .noCredentials("\(source): the session is refused: \(advice)") }
    guard response.status == 200 else { throw .sourceFailed(source.description, status: response.status) }
    guard let role = (try? JSONValue(parsing: response.body))?["roleCredentials"],
      let accessKeyId = role["accessKeyId"]?.string, let secret = role["secretAccessKey"]?.string,
      let token = role["sessionToken"]?.string, let expiresAtMs = role["expiration"]?.integer
    else { throw .sourceUnreadable(source.description, "a JSON object with roleCredentials") }
    return SourcedCredentials(
      AWSCredentials(
        accessKeyId: accessKeyId, secretAccessKey: secret, sessionToken: token, expiresAtMs: expiresAtMs),
      from: source)
  }

  private var advice: String { "log in again by 'aws sso login --profile \(profile.name)'" }

  private func url(_ settings: SSOSettings) throws(AWSError) -> String {
    let override: String?
    do {
      override = try surroundings.settings.endpoints.override(of: "SSO")
    } catch {
      throw .noCredentials(error.message)
    }
    let query = CanonicalQuery.text([("account_id", settings.accountId), ("role_name", settings.roleName)])
    let domain = settings.region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
    return (override ?? "https://portal.sso.\(settings.region).\(domain)") + "/federation/credentials?"
      + query
  }

  private func token(_ settings: SSOSettings) throws(AWSError) -> String {
    let name = SHA1.hex(of: Array((settings.sessionName ?? settings.startURL).utf8)) + ".json"
    let paths = surroundings.settings.paths
    let path = "\(paths.home)/.aws/sso/cache/\(name)"
    let bytes: [UInt8]?
    do {
      bytes = try surroundings.files.read(path)
    } catch {
      throw .noCredentials("\(profile.title): \(error.message)")
    }
    guard let bytes else {
      throw .noCredentials("\(profile.title): there is no SSO session in \(paths.short(path)): \(advice)")
    }
    let document = try? JSONValue(parsing: bytes)
    guard let token = document?["accessToken"]?.string, !token.isEmpty,
      let expiresAtMs = document?["expiresAt"]?.string.flatMap(Timestamp.parseISO8601)
    else {
      throw .noCredentials(
        "\(profile.title): \(paths.short(path)) has no accessToken and expiresAt: \(advice)")
    }
    guard expiresAtMs > surroundings.time.nowMs() else {
      throw .noCredentials("\(profile.title): the SSO session has expired: \(advice)")
    }
    return token
  }
}
