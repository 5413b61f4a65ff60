/// That credentials were refused to a job.
package struct Refusal: Sendable, Equatable {
  package let jobId: Int64
  /// `assume-role-denied`, `aws-credentials`, `connector-credentials`.
  package let reason: String

  package init(jobId: Int64, reason: String) {
    self.jobId = jobId
    self.reason = reason
  }
}
