/// A profile of `aws login`, whose tokens are bound to a key pair by signed proofs: only AWS's own tools renew them.
struct LoginSession: CredentialFinder {
  let profile: Profile

  func find(observe: @Sendable (CallRecord) -> Void) async throws(AWSError) -> SourcedCredentials? {
    guard profile.has("login_session") else { return nil }
    throw .noCredentials(
      "\(profile.place(of: "login_session")): sessions of 'aws login' are not supported: use a profile with "
        + "credential_process = aws configure export-credentials --profile \(profile.name)")
  }
}
