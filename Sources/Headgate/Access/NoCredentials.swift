import AWSClient

/// The credentials of a queue that was opened to enqueue, not to work.
struct NoCredentials: CredentialsProvider {
  func credentials(observe: @Sendable (CallRecord) -> Void) async throws(AWSError) -> AWSCredentials {
    throw .noCredentials(
      .sts, "GetCredentials",
      "the queue was opened without AWS settings; open it with an environment to run a worker")
  }

  func invalidate(_ credentials: AWSCredentials) async {}
}
