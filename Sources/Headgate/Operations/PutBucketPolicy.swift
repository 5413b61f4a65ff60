import AWSClient
import WorkQueue

/// Lets AppFlow write into the tenant's bucket: adds its statement to the policy that is there, and keeps every
/// other one. Writes nothing when nothing changes.
struct PutBucketPolicy: AWSOperation {
  static let name = "put-bucket-policy"
  let access: AWSAccess

  func carryOut(_ work: TenantWork) async throws -> Outcome {
    let bucket = work.name("Bucket")
    let account = try await work.accountId()
    let owner = work.payload["ExpectedBucketOwner"]?.string ?? account
    let region = try await work.s3.bucketRegion(
      bucket, expectedOwner: owner, as: work.credentials, observe: work.observe)
    guard region == work.region else {
      return .dead(
        Failure(
          reason: "wrong-region",
          message: "bucket \(bucket) is in \(region) and the tenant's flows are in \(work.region); "
            + "AppFlow writes to buckets of its own Region only"))
    }
    // Policies have no version to write against, so two jobs must not be between reading and writing at once.
    return try await access.buckets.withLock(bucket) {
      try await merge(bucket, account: account, owner: owner, work)
    }
  }

  private func merge(
    _ bucket: String, account: String, owner: String, _ work: TenantWork
  ) async throws -> Outcome {
    let existing = try await work.s3.bucketPolicy(
      bucket, expectedOwner: owner, as: work.credentials, observe: work.observe)
    let merged: BucketPolicy.Merge
    do throws(BucketPolicyError) {
      merged = try BucketPolicy.merging(
        existing: existing, adding: work.payload["Policy"]?.string, bucket: bucket, account: account,
        region: work.region)
    } catch {
      return .dead(Failure(reason: "bucket-policy", message: "bucket \(bucket): \(error)"))
    }
    guard case .changed(let policy) = merged else { return .succeeded(result: #"{"changed":false}"#) }
    try await work.s3.putBucketPolicy(
      bucket, policy: policy, expectedOwner: owner, as: work.credentials, observe: work.observe)
    return .succeeded(result: #"{"changed":true}"#)
  }
}
