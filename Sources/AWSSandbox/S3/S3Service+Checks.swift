import AWSClient

extension S3Service {
  /// S3 demands the digest of the body in every signed request.
  static func checkContentHash(_ call: ServiceCall) throws(ServiceFailure) {
    guard let hash = call.headers["x-amz-content-sha256"] else {
      throw ServiceFailure(
        400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256")
    }
    let isDigest = hash.utf8.count == 64 && hash.allSatisfy(\.isHexDigit)
    guard isDigest || hash == "UNSIGNED-PAYLOAD" else {
      throw ServiceFailure(
        400, "InvalidArgument",
        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, or a valid sha256 value.")
    }
  }

  static func bucket(_ call: ServiceCall, _ state: SandboxState) throws(ServiceFailure) -> SandboxState.Bucket
  {
    guard let bucket = state.buckets[call.resource] else {
      var failure = ServiceFailure(404, "NoSuchBucket", "The specified bucket does not exist")
      failure.details["BucketName"] = call.resource
      throw failure
    }
    if bucket.region != call.region, call.operation != "GetBucketLocation" {
      var failure = ServiceFailure(
        301, "PermanentRedirect",
        "The bucket you are attempting to access must be addressed using the specified endpoint. Please send "
          + "all future requests to this endpoint.")
      failure.details["Bucket"] = call.resource
      failure.details["Endpoint"] = "\(call.resource).s3.\(bucket.region).amazonaws.com"
      failure.headers["x-amz-bucket-region"] = bucket.region
      throw failure
    }
    if let expected = call.headers["x-amz-expected-bucket-owner"], expected != bucket.account {
      throw ServiceFailure(403, "AccessDenied", "Access Denied")
    }
    return bucket
  }

  /// The owner's account needs the permission of its role; another account needs the bucket's policy besides,
  /// and may not touch the policy even then.
  static func permit(_ action: String, _ call: ServiceCall, _ bucket: SandboxState.Bucket)
    throws(ServiceFailure)
  {
    let arn = "arn:aws:s3:::\(call.resource)"
    try AccessControl.demand(action, on: arn, call)
    guard bucket.account != call.account else { return }
    let policy = bucket.policy.flatMap { try? BucketPolicy(parsing: $0) }
    let request = BucketPolicy.Request(
      principal: .account(call.account, arn: call.caller?.principalArn ?? ""), action: action, resource: arn,
      conditions: [:])
    guard policy?.allows(request) == true else { throw AccessControl.denied(action, on: arn, call) }
    guard !action.hasSuffix("BucketPolicy") else {
      throw ServiceFailure(
        405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
    }
  }

  /// A policy is not accepted without a checksum of its body.
  static func checkChecksum(_ call: ServiceCall) throws(ServiceFailure) {
    if let md5 = call.headers["Content-MD5"] {
      guard Base64.byteCount(md5) == 16 else {
        throw ServiceFailure(400, "InvalidDigest", "The Content-MD5 you specified was invalid.")
      }
      return
    }
    if let crc = call.headers["x-amz-checksum-crc32"] {
      guard crc == Base64.encode(CRC32.bytes(of: call.body)) else {
        throw ServiceFailure(
          400, "BadDigest", "The CRC32 you specified did not match the calculated checksum.")
      }
      return
    }
    let others = [
      "x-amz-checksum-crc32c", "x-amz-checksum-sha1", "x-amz-checksum-sha256", "x-amz-checksum-crc64nvme",
    ]
    guard others.contains(where: { call.headers[$0] != nil }) else {
      throw ServiceFailure(
        400, "InvalidRequest",
        "Missing required header for this request: Content-MD5 OR x-amz-checksum-*")
    }
  }
}
