/// One key that is given, and stays.
package struct StaticCredentials: CredentialsProvider {
  private let value: AWSCredentials

  package init(_ credentials: AWSCredentials) { value = credentials }

  package func credentials(
    observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSCredentials { value }

  /// There is nothing newer to be had: the caller will see that the credentials are the same.
  package func invalidate(_ credentials: AWSCredentials) async {}
}
