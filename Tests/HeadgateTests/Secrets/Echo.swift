import AWSClient
import Foundation

/// A service that says again whatever it was told, keys and all: in a message, a code, a request's id, a page of a
/// proxy, an answer that breaks off, or in the members of an answer that operations keep.
struct Echo: HTTPTransport {
  enum Place: CaseIterable, Sendable {
    /// With so much before it that the message is cut within.
    case message, longMessage, code, requestId, page, brokenAnswer, answer
  }

  let service: any HTTPTransport
  let place: Place
  /// `appflow`, `s3`, `sts`; nil: what is not signed.
  let name: String?

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    guard request.signing?.service == name else { return try await service.send(request) }
    let text = Self.text(request)
    let quoted = JSONEscaping.quoted(text)
    let padding = String(repeating: "x", count: name == nil ? 940 : 985)
    switch place {
    case .message: return refusal(text)
    case .longMessage: return refusal(padding + text)
    case .code:
      return HTTPResponse(
        status: 400, headers: ["x-amzn-errortype": text], body: Array("{\"code\":\(quoted)}".utf8))
    case .requestId:
      return HTTPResponse(
        status: 500, headers: ["x-amzn-requestid": text], body: Array("{\"message\":\(quoted)}".utf8))
    case .page: return HTTPResponse(status: 403, body: Array("<html><p title=\(quoted)>\(text)".utf8))
    case .brokenAnswer: return HTTPResponse(status: 200, body: Array("{\"flowArn\":\(quoted), \(text)".utf8))
    case .answer:
      let response = try await service.send(request)
      guard 200...299 ~= response.status, var members = (try? JSONValue(parsing: response.body))?.object
      else {
        return response
      }
      for member in ["flowArn", "flowStatus", "executionId", "connectorProfileArn", "instance_url"] {
        members[member] = .string(text)
      }
      return HTTPResponse(
        status: response.status, headers: response.headers, body: Array(JSONValue.object(members).text().utf8)
      )
    }
  }

  private func refusal(_ message: String) -> HTTPResponse {
    switch name {
    case "sts", "s3":
      let error = "<Error><Code>AccessDenied</Code><Message>\(Self.inXML(message))</Message></Error>"
      let body = name == "sts" ? "<ErrorResponse>\(error)</ErrorResponse>" : error
      return HTTPResponse(status: 403, headers: ["Content-Type": "text/xml"], body: Array(body.utf8))
    case "appflow":
      return HTTPResponse(
        status: 400, headers: ["x-amzn-errortype": "ValidationException"],
        body: Array("{\"message\":\(JSONEscaping.quoted(message))}".utf8))
    default:
      let body = "{\"error\":\"invalid_grant\",\"error_description\":\(JSONEscaping.quoted(message))}"
      return HTTPResponse(status: 400, body: Array(body.utf8))
    }
  }

  /// The keys first, so that no limit keeps them out, then the body as it is and as others write it.
  private static func text(_ request: HTTPRequest) -> String {
    let keys =
      request.signing.map { [$0.credentials.secretAccessKey, $0.credentials.sessionToken ?? ""] } ?? []
    let body = String(decoding: request.body, as: UTF8.self)
    return (keys + [body, Data(request.body).base64EncodedString(), PercentEncoding.formDecode(body) ?? ""])
      .joined(separator: " ")
  }

  private static func inXML(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }
}
