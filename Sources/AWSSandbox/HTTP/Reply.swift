import AWSClient

/// What a handler answers; `HTTPResponse` plus each service's own headers is made of it.
struct Reply: Sendable {
  var status = 200
  var headers: [(name: String, value: String)] = []
  var contentType: String?
  var body: [UInt8] = []

  static func json(_ value: JSONValue) -> Reply {
    Reply(contentType: "application/json", body: value.bytes())
  }

  static func json(text: String) -> Reply { Reply(contentType: "application/json", body: Array(text.utf8)) }

  static func xml(_ text: String) -> Reply {
    Reply(contentType: "text/xml", body: Array(text.utf8))
  }
}
