/// AppFlow's check that it may use a bucket: same account, same Region, and a policy that lets it in.
enum BucketAccess {
  private static let writing = [
    "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts",
    "s3:ListBucketMultipartUploads", "s3:GetBucketAcl", "s3:PutObjectAcl",
  ]
  private static let reading = ["s3:ListBucket", "s3:GetObject"]

  static func check(_ name: String, isSource: Bool, _ call: ServiceCall, _ state: SandboxState)
    throws(ServiceFailure)
  {
    guard let bucket = state.buckets[name] else {
      throw AppFlowFailure.createFlow("The S3 bucket \(name) does not exist", call)
    }
    guard bucket.region == call.region else {
      throw AppFlowFailure.createFlow(
        "The S3 bucket \(name) is in the Region \(bucket.region), but the flow is in \(call.region)", call)
    }
    guard bucket.account == call.account else {
      throw AppFlowFailure.createFlow("The S3 bucket \(name) belongs to another account", call)
    }
    let text = bucket.policySeenByServices(atMs: call.nowMs, lagMs: state.settings.bucketPolicyLagMs)
    let policy = text.flatMap { try? BucketPolicy(parsing: $0) }
    let flowArn = "arn:aws:appflow:\(call.region):\(call.account):flow/\(call.resource)"
    for action in isSource ? reading : writing {
      let resource = "arn:aws:s3:::\(name)" + (BucketPolicy.isBucketAction(action) ? "" : "/key")
      let request = BucketPolicy.Request(
        principal: .service("appflow.amazonaws.com"), action: action, resource: resource,
        conditions: ["aws:sourceaccount": call.account, "aws:sourcearn": flowArn])
      guard policy?.allows(request) == true else {
        throw AppFlowFailure.createFlow(
          "Amazon AppFlow does not have permission to access the S3 bucket \(name). The bucket policy must "
            + "allow the principal appflow.amazonaws.com to perform \(action)", call)
      }
    }
  }
}
