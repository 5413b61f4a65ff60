#if Server
  /// What a request is answered with; or, for what imitates a bad network, how it is not.
  package struct HTTPServerResponse: Sendable {
    package enum Delivery: Sendable, Equatable {
      case whole
      /// The head promises `declaredBytes`; the connection closes after the body, which is shorter.
      case cutOff(declaredBytes: Int)
      /// The connection closes without a byte of an answer.
      case hangUp
      /// The same, with a reset (RST) in the place of an orderly end.
      case reset
    }

    package var status: Int
    /// Content-Length, Connection and Transfer-Encoding are the server's to say and are left out; without a Date it
    /// adds one.
    package var headers: [HTTPServerField]
    package var body: [UInt8]
    package var delivery: Delivery

    package init(
      status: Int, headers: [HTTPServerField] = [], body: [UInt8] = [], delivery: Delivery = .whole
    ) {
      self.status = status
      self.headers = headers
      self.body = body
      self.delivery = delivery
    }

    package static let hangUp = HTTPServerResponse(status: 0, delivery: .hangUp)
    package static let reset = HTTPServerResponse(status: 0, delivery: .reset)

    package static func text(_ status: Int, _ text: String) -> HTTPServerResponse {
      HTTPServerResponse(
        status: status, headers: [HTTPServerField("Content-Type", "text/plain; charset=utf-8")],
        body: Array((text + "\n").utf8))
    }
  }
#endif
