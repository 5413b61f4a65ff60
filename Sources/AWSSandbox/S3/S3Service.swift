/// Amazon S3's bucket operations: REST with XML, path style and virtual host style.
enum S3Service {
  static func operation(method: String, url: RequestURL, bucket: String) -> String {
    guard S3Address.key(url, bucket: bucket).isEmpty else { return "" }
    if bucket.isEmpty { return method == "GET" ? "ListBuckets" : "" }
    let query = url.query.keys.filter { !$0.hasPrefix("x-") }
    return switch (method, query.first, query.count) {
    case ("GET", "policy", 1): "GetBucketPolicy"
    case ("PUT", "policy", 1): "PutBucketPolicy"
    case ("DELETE", "policy", 1): "DeleteBucketPolicy"
    case ("GET", "location", 1): "GetBucketLocation"
    case ("HEAD", _, 0): "HeadBucket"
    default: ""
    }
  }

  static func answer(_ call: ServiceCall, _ state: inout SandboxState) throws(ServiceFailure) -> Reply {
    try checkContentHash(call)
    guard !call.operation.isEmpty else {
      throw ServiceFailure(
        501, "NotImplemented", "A header you provided implies functionality that is not implemented")
    }
    if call.operation == "ListBuckets" { return try listBuckets(call, state) }
    let bucket = try bucket(call, state)
    switch call.operation {
    case "GetBucketPolicy": return try getPolicy(call, bucket)
    case "PutBucketPolicy": return try putPolicy(call, bucket, &state)
    case "DeleteBucketPolicy": return try deletePolicy(call, bucket, &state)
    case "GetBucketLocation":
      try permit("s3:GetBucketLocation", call, bucket)
      return location(bucket)
    default:
      try permit("s3:ListBucket", call, bucket)
      return Reply(headers: [("x-amz-bucket-region", bucket.region)])
    }
  }

  private static func listBuckets(_ call: ServiceCall, _ state: SandboxState) throws(ServiceFailure) -> Reply
  {
    try AccessControl.demand("s3:ListAllMyBuckets", on: "*", call)
    let size = call.url.query["max-buckets"].flatMap { Int($0) }
    guard size.map({ (1...10_000).contains($0) }) ?? true else {
      throw ServiceFailure(
        400, "InvalidArgument", "Argument max-buckets must be an integer between 1 and 10000")
    }
    let own = state.buckets.filter { $0.value.account == call.account }
    let after = call.url.query["continuation-token"] ?? ""
    let names = own.keys.sorted().filter { $0 > after }
    let page = names.prefix(size ?? 10_000)
    // S3 tells the Region only if it is asked with a parameter.
    let buckets = page.map { name in
      "<Bucket>" + XMLText.element("Name", name) + XMLText.element("CreationDate", HTTPDate.iso(ms: 0))
        + (size == nil ? "" : XMLText.element("BucketRegion", own[name]?.region ?? "")) + "</Bucket>"
    }
    let token = page.count < names.count ? page.last.map { XMLText.element("ContinuationToken", $0) } : nil
    return xml(
      "<ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Owner>"
        + XMLText.element("ID", call.account) + "</Owner><Buckets>" + buckets.joined()
        + "</Buckets>\(token ?? "")</ListAllMyBucketsResult>")
  }

  private static func location(_ bucket: SandboxState.Bucket) -> Reply {
    // Buckets in us-east-1 have no location constraint.
    let name = bucket.region == "us-east-1" ? "" : XMLText.escape(bucket.region)
    return xml(
      "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\(name)</LocationConstraint>")
  }

  private static func xml(_ text: String) -> Reply {
    var reply = Reply.xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text)
    reply.contentType = "application/xml"
    return reply
  }
}
