/// Sends calls to AWS: `AWSClient`, or a stand-in for it in a test.
package protocol AWSCalling: Sendable {
  /// Signs the request with the provider's credentials, sends it and returns a 2xx answer.
  ///
  /// Connection-level faults of a `.safe` request are tried again at once, at most
  /// `AWSLimits.maxTriesPerCall` times in all; credentials that AWS calls expired are fetched anew once.
  /// - Parameter observe: told of every HTTP exchange, also of those that are tried again.
  func call(
    _ request: AWSRequest, as provider: any CredentialsProvider,
    observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSResponse
}
