extension SandboxState {
  /// Credentials that AssumeRole issued.
  package struct Session: Codable, Sendable, Equatable {
    package var secretAccessKey: String
    package var sessionToken: String
    package var roleArn: String
    package var sessionName: String
    package var expiresAtMs: Int64
  }
}
