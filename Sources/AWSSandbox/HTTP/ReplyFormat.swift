import AWSClient

/// Writes answers and refusals in each service's own format.
enum ReplyFormat {
  static func response(_ reply: Reply, to call: ServiceCall) -> HTTPResponse {
    var headers = HTTPHeaders()
    headers.append("Date", HTTPDate.text(ms: call.nowMs))
    if let type = reply.contentType { headers.append("Content-Type", type) }
    switch call.service {
    case .s3:
      headers.append("x-amz-request-id", call.requestId)
      headers.append("x-amz-id-2", hostId(call))
    case .salesforce: break
    default: headers.append("x-amzn-requestid", call.requestId)
    }
    for (name, value) in reply.headers { headers.append(name, value) }
    headers.append("Content-Length", "\(reply.body.count)")
    return HTTPResponse(status: reply.status, headers: headers, body: reply.body)
  }

  static func response(_ failure: ServiceFailure, to call: ServiceCall) -> HTTPResponse {
    var reply: Reply
    switch call.service {
    case .appflow:
      reply = .json(["message": .string(failure.message)])
      reply.headers.append(("x-amzn-errortype", failure.code))
    case .secretsmanager:
      reply = .json(["__type": .string(failure.code), "Message": .string(failure.message)])
      reply.contentType = "application/x-amz-json-1.1"
    case .sts: reply = queryError(failure, call)
    case .s3: reply = s3Error(failure, call)
    case .salesforce:
      reply = .json(["error": .string(failure.code), "error_description": .string(failure.message)])
    }
    reply.status = failure.status
    reply.headers += failure.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return response(reply, to: call)
  }

  private static func queryError(_ failure: ServiceFailure, _ call: ServiceCall) -> Reply {
    .xml(
      """
      <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <Error>
          <Type>\(failure.status < 500 ? "Sender" : "Receiver")</Type>
          \(XMLText.element("Code", failure.code))
          \(XMLText.element("Message", failure.message))
        </Error>
        \(XMLText.element("RequestId", call.requestId))
      </ErrorResponse>
      """)
  }

  private static func s3Error(_ failure: ServiceFailure, _ call: ServiceCall) -> Reply {
    // HEAD has no body, so its caller learns nothing but the status.
    guard call.method != "HEAD" else { return Reply() }
    let details = failure.details.sorted { $0.key < $1.key }.map { XMLText.element($0.key, $0.value) }
    var reply = Reply.xml(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>" + XMLText.element("Code", failure.code)
        + XMLText.element("Message", failure.message) + details.joined()
        + XMLText.element("RequestId", call.requestId) + XMLText.element("HostId", hostId(call)) + "</Error>")
    reply.contentType = "application/xml"
    return reply
  }

  private static func hostId(_ call: ServiceCall) -> String {
    let hash = StableHash.of(call.requestId)
    return UUIDText.make(hash, ~hash)
  }
}
