/// Where a call's credentials come from.
package protocol CredentialsProvider: Sendable {
  /// Credentials that are good for some minutes at least. Callers that ask at the same time share one fetch.
  func credentials(observe: @Sendable (CallRecord) -> Void) async throws(AWSError) -> AWSCredentials

  /// AWS refused these credentials: the next `credentials()` fetches new ones, unless it has newer ones.
  func invalidate(_ credentials: AWSCredentials) async
}
