/// A service's refusal, before it is written in that service's format.
struct ServiceFailure: Error, Sendable, Equatable {
  let status: Int
  let code: String
  let message: String
  /// Further elements of S3's error document, and headers.
  var details: [String: String] = [:]
  var headers: [String: String] = [:]

  init(_ status: Int, _ code: String, _ message: String) {
    self.status = status
    self.code = code
    self.message = message
  }
}
