/// One call of one operation, before it is turned into HTTP.
package struct AWSRequest: Sendable {
  /// What may be done when nobody knows whether the call arrived.
  package enum Repetition: Sendable {
    /// A read, a call with a client token, or one whose second effect equals the first.
    case safe
    /// Only the operation that asked can decide, after it has looked.
    case unsafe
  }

  package var service: AWSService
  /// As in the service's API reference: `CreateFlow`.
  package var operation: String
  package var region: String
  package var method: String
  /// Percent-encoded; for S3 without the bucket, which `bucket` names.
  package var path: String
  /// Not yet encoded, in any order.
  package var query: [(name: String, value: String)]
  package var headers: HTTPHeaders
  package var body: [UInt8]
  /// S3 only: the bucket, put into the host or the path as the endpoint demands.
  package var bucket: String?
  package var repetition: Repetition
  package var timeoutMs: Int64
  /// What must not show up in an error's message, should the service repeat it there.
  package var secrets: [String] = []

  package init(
    _ service: AWSService, _ operation: String, region: String, method: String = "POST", path: String = "/",
    query: [(name: String, value: String)] = [], headers: HTTPHeaders = [:], body: [UInt8] = [],
    bucket: String? = nil, repetition: Repetition, timeoutMs: Int64 = AWSLimits.callTimeoutMs
  ) {
    self.service = service
    self.operation = operation
    self.region = region
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.bucket = bucket
    self.repetition = repetition
    self.timeoutMs = timeoutMs
  }
}
