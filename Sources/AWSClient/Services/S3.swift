/// Amazon S3, as far as AppFlow's buckets need it.
package struct S3: Sendable {
  private let caller: any AWSCalling
  private let region: String

  package init(caller: any AWSCalling, region: String) {
    self.caller = caller
    self.region = region
  }

  /// The bucket's policy, or nil if it has none.
  /// - Parameter expectedOwner: an account id; S3 refuses the call if the bucket is another account's.
  package func bucketPolicy(
    _ bucket: String, expectedOwner: String?,
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> String? {
    let request = AWSRequest(
      .s3, "GetBucketPolicy", region: region, method: "GET", query: [("policy", "")],
      headers: Self.headers(expectedOwner), bucket: bucket, repetition: .safe)
    do {
      let response = try await caller.call(request, as: provider, observe: observe)
      return String(decoding: response.body, as: UTF8.self)
    } catch {
      guard error.code == "NoSuchBucketPolicy" else { throw error }
      return nil
    }
  }

  package func putBucketPolicy(
    _ bucket: String, policy: String, expectedOwner: String?,
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) {
    let body = Array(policy.utf8)
    var headers = Self.headers(expectedOwner)
    headers.append("Content-Type", "application/json")
    headers.append("x-amz-checksum-crc32", CRC32.base64(of: body))
    let request = AWSRequest(
      .s3, "PutBucketPolicy", region: region, method: "PUT", query: [("policy", "")], headers: headers,
      body: body, bucket: bucket,
      // Somebody else may have changed the policy since: whoever repeats it has to read and merge again.
      repetition: .unsafe)
    _ = try await caller.call(request, as: provider, observe: observe)
  }

  /// The Region that the bucket is in: `eu-central-1`.
  package func bucketRegion(
    _ bucket: String, expectedOwner: String?,
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> String {
    let request = AWSRequest(
      .s3, "GetBucketLocation", region: region, method: "GET", query: [("location", "")],
      headers: Self.headers(expectedOwner), bucket: bucket, repetition: .safe)
    let response = try await caller.call(request, as: provider, observe: observe)
    let document = try Self.document(of: response, request.operation)
    guard document.name == "LocationConstraint" else {
      throw .invalidAnswer(.s3, request.operation, response, "it has no LocationConstraint")
    }
    // The oldest Region has no name here, and the second oldest an alias.
    switch document.text {
    case "": return "us-east-1"
    case "EU": return "eu-west-1"
    default: return document.text
    }
  }

  /// The buckets that the credentials' account owns, in every Region: `Name`, `CreationDate`, `BucketRegion`.
  package func listBuckets(
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSListing {
    // S3 tells the buckets' Regions only if it is asked with some parameter.
    var query = [(name: "max-buckets", value: String(AWSLimits.bucketsPerPage))]
    var items: [JSONValue] = []
    for _ in 0..<AWSLimits.maxPages {
      let request = AWSRequest(
        .s3, "ListBuckets", region: region, method: "GET", query: query, repetition: .safe)
      let response = try await caller.call(request, as: provider, observe: observe)
      let document = try Self.document(of: response, request.operation)
      guard let buckets = document["Buckets"] else {
        throw .invalidAnswer(.s3, request.operation, response, "it has no Buckets")
      }
      items += buckets.children.filter { $0.name == "Bucket" }.map { bucket in
        .object(Dictionary(bucket.children.map { ($0.name, .string($0.text)) }) { first, _ in first })
      }
      guard let token = document["ContinuationToken"]?.text, !token.isEmpty else {
        return AWSListing(items: items, isComplete: true)
      }
      query = [query[0], ("continuation-token", token)]
    }
    return AWSListing(items: items, isComplete: false)
  }

  private static func headers(_ expectedOwner: String?) -> HTTPHeaders {
    guard let expectedOwner else { return [:] }
    return ["x-amz-expected-bucket-owner": expectedOwner]
  }

  private static func document(
    of response: AWSResponse, _ operation: String
  ) throws(AWSError) -> XMLElement {
    do {
      return try XMLReader.read(response.body)
    } catch {
      throw .invalidAnswer(.s3, operation, response, "\(error.message) (byte \(error.byteOffset))")
    }
  }
}
