/// The JSON in which programs and endpoints hand out credentials.
enum CredentialDocument {
  /// - Parameters:
  ///   - token: the name of the session token's member.
  ///   - isTemporary: whether a session token and an expiry must be there.
  ///   - source: for the message, in which no value is repeated.
  static func read(
    _ document: JSONValue, token: String, isTemporary: Bool, from source: String
  ) throws(AWSError) -> AWSCredentials {
    func text(_ name: String) throws(AWSError) -> String {
      guard let text = document[name]?.string, !text.isEmpty else {
        throw .sourceUnreadable(source, "text as \(name)")
      }
      return text
    }
    let accessKeyId = try text("AccessKeyId")
    let secret = try text("SecretAccessKey")
    let expiration = isTemporary ? try text("Expiration") : document["Expiration"]?.string
    var expiresAtMs: Int64?
    if let expiration {
      guard let parsed = Timestamp.parseISO8601(expiration) else {
        throw .sourceUnreadable(source, "a time such as 2030-01-02T03:04:05Z as Expiration")
      }
      expiresAtMs = parsed
    }
    return AWSCredentials(
      accessKeyId: accessKeyId, secretAccessKey: secret,
      sessionToken: isTemporary ? try text(token) : document[token]?.string.flatMap { $0.isEmpty ? nil : $0 },
      expiresAtMs: expiresAtMs)
  }
}
