/// A successful (2xx) answer.
package struct AWSResponse: Sendable {
  package let status: Int
  package let headers: HTTPHeaders
  package let body: [UInt8]
  package let requestId: String?

  package init(status: Int, headers: HTTPHeaders = [:], body: [UInt8], requestId: String?) {
    self.status = status
    self.headers = headers
    self.body = body
    self.requestId = requestId
  }
}
