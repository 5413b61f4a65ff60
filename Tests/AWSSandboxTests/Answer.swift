import AWSClient
import Foundation

/// An answer with the readers that tests need.
struct Answer {
  let response: HTTPResponse
  init(_ response: HTTPResponse) { self.response = response }

  var status: Int { response.status }
  var text: String { String(decoding: response.body, as: UTF8.self) }
  var json: JSONValue { (try? JSONValue(parsing: response.body)) ?? .null }
  /// The error code, wherever the service writes it.
  var code: String {
    response.headers["x-amzn-errortype"].map { String($0.prefix { $0 != ":" }) } ?? json["__type"]?.string
      ?? json["error"]?.string ?? element("Code")
  }
  var message: String { json["message"]?.string ?? json["Message"]?.string ?? element("Message") }

  func element(_ name: String) -> String {
    guard let start = text.range(of: "<\(name)>"), let end = text.range(of: "</\(name)>") else { return "" }
    return String(text[start.upperBound..<end.lowerBound])
  }
}
