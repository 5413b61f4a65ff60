/// One link of the credential chain.
protocol CredentialFinder: Sendable {
  /// Nil if this source is not configured, so that the next is asked.
  /// - Throws: if it is configured, and gives no credentials: no other source is tried in its stead.
  func find(observe: @Sendable (CallRecord) -> Void) async throws(AWSError) -> SourcedCredentials?
}
