extension S3Service {
  static func getPolicy(_ call: ServiceCall, _ bucket: SandboxState.Bucket) throws(ServiceFailure) -> Reply {
    try permit("s3:GetBucketPolicy", call, bucket)
    guard let policy = bucket.policy else {
      var failure = ServiceFailure(404, "NoSuchBucketPolicy", "The bucket policy does not exist")
      failure.details["BucketName"] = call.resource
      throw failure
    }
    return Reply(contentType: "application/json", body: Array(policy.utf8))
  }

  static func putPolicy(_ call: ServiceCall, _ bucket: SandboxState.Bucket, _ state: inout SandboxState)
    throws(ServiceFailure) -> Reply
  {
    try permit("s3:PutBucketPolicy", call, bucket)
    try checkChecksum(call)
    guard call.body.count <= SandboxLimits.bucketPolicyBytes else {
      throw malformed("The policy is larger than the maximum of 20 KB")
    }
    guard let text = String(validating: call.body, as: UTF8.self) else {
      throw malformed("Policies must be valid JSON and the first byte must be '{'")
    }
    do throws(BucketPolicy.Malformed) {
      try BucketPolicy(parsing: text).check(bucket: call.resource)
    } catch { throw malformed(error.message) }
    state.buckets[call.resource]?.setPolicy(text, atMs: call.nowMs)
    state.record(call.effect(account: bucket.account))
    return Reply(status: 204)
  }

  static func deletePolicy(_ call: ServiceCall, _ bucket: SandboxState.Bucket, _ state: inout SandboxState)
    throws(ServiceFailure) -> Reply
  {
    try permit("s3:DeleteBucketPolicy", call, bucket)
    if bucket.policy != nil {
      state.buckets[call.resource]?.setPolicy(nil, atMs: call.nowMs)
      state.record(call.effect(account: bucket.account))
    }
    return Reply(status: 204)
  }

  private static func malformed(_ message: String) -> ServiceFailure {
    ServiceFailure(400, "MalformedPolicy", message)
  }
}
