import AWSClient
import Foundation
import Testing

@Suite("signatures by libcurl, checked by botocore's signer", .timeLimit(.minutes(2)))
struct SignatureTests {
  let server: WireServer
  let transport: CurlTransport

  init() throws {
    server = try WireServer.shared.get()
    try server.requireBotocore()
    transport = try CurlTransport()
  }

  static let key = AWSCredentials(
    accessKeyId: "AKIDWIRE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE=KEY")
  static let temporaryKey = AWSCredentials(
    accessKeyId: "ASIAWIRE", secretAccessKey: "tEmp/Secret+With/Slashes==",
    sessionToken: "IQoJb3JpZ2luX2VjE//////////wEaDGV1LWNlbnRyYWwtMSJ=+/"
      + String(repeating: "aZ9/+=", count: 150))

  private func request(
    _ method: String, path: String, service: String = "appflow", body: [UInt8] = [],
    headers: HTTPHeaders = [:],
    credentials: AWSCredentials = key
  ) -> HTTPRequest {
    HTTPRequest(
      method: method, url: server.base + path, headers: headers, body: body,
      signing: SigV4Signing(credentials: credentials, region: "eu-central-1", service: service),
      timeoutMs: 20_000)
  }

  /// The server answers 403 and says why if botocore comes to another signature.
  private func expectValid(_ request: HTTPRequest, sourceLocation: SourceLocation = #_sourceLocation)
    async throws
  {
    let response = try await transport.send(request)
    #expect(
      response.status != 403, "\(String(decoding: response.body, as: UTF8.self))",
      sourceLocation: sourceLocation)
    #expect(response.headers["x-amzn-errortype"] == nil, sourceLocation: sourceLocation)
  }

  @Test("bodies: UTF-8, all bytes, empty, and large enough for 'Expect: 100-continue'")
  func bodies() async throws {
    let bodies: [[UInt8]] = [
      Array(#"{"flowName":"flöw ☂ 漢字 🧂"}"#.utf8),
      Array("{\"a\":\"".utf8) + Array("%&+=?#\\u0000".utf8) + Array("\"}".utf8),
      Array("{\"a\":\"\(String(repeating: "x", count: 2_500_000))\"}".utf8),
    ]
    for body in bodies {
      for credentials in [Self.key, Self.temporaryKey] {
        try await expectValid(
          request(
            "POST", path: "/create-flow", body: body, headers: ["Content-Type": "application/json"],
            credentials: credentials))
      }
    }
    for body in [[], (0...255).map { UInt8($0) }, [0, 0, 0]] {
      try await expectValid(
        request(
          "PUT", path: "/bucket?policy=", service: "s3", body: body,
          headers: [
            "Content-Type": "application/octet-stream", "x-amz-content-sha256": SHA256.hex(of: body),
            "x-amz-checksum-crc32": CRC32.base64(of: body), "x-amz-expected-bucket-owner": "111122223333",
          ], credentials: Self.temporaryKey))
    }
  }

  @Test("a signed GET after a POST on the same handle signs no old body")
  func handlesAreClean() async throws {
    let empty = SHA256.hex(of: [])
    for _ in 0..<3 {
      try await expectValid(
        request(
          "POST", path: "/create-flow", body: Array("{}".utf8), headers: ["Content-Type": "application/json"])
      )
      try await expectValid(
        request("GET", path: "/bucket?policy=", service: "s3", headers: ["x-amz-content-sha256": empty]))
      try await expectValid(
        request("GET", path: "/", service: "s3", headers: ["x-amz-content-sha256": empty]))
    }
  }

  @Test("awkward queries, once they are canonical")
  func queries() async throws {
    let queries: [[(name: String, value: String)]] = [
      [("policy", "")],
      [("b", "2"), ("a", "1"), ("B", "3"), ("a", "0")],
      [("marker", "a/b c+d&e=f?g#h%i~j*k'(l)")],
      [("ünï", "☂"), ("a", "ä"), ("a-b", "1"), ("a", "")],
      [("list-type", "2"), ("prefix", "x:y@z,;!$"), ("delimiter", "/")],
      [("a", "%2F"), ("a", "/"), ("a2", "+")],
    ]
    for query in queries {
      try await expectValid(
        request(
          "GET", path: "/bucket?\(CanonicalQuery.text(query))", service: "s3",
          headers: ["x-amz-content-sha256": SHA256.hex(of: [])], credentials: Self.temporaryKey))
    }
  }

  @Test("what libcurl 7.88.1 would sign wrongly is refused before it is sent")
  func refused() async throws {
    let json: HTTPHeaders = ["Content-Type": "application/json"]
    let wrong: [(HTTPRequest, String)] = [
      (request("POST", path: "/x", headers: ["X-Amz-Date": "20260101T000000Z"]), "x-amz-date"),
      (request("POST", path: "/x", headers: ["Authorization": "x"]), "authorization"),
      (request("POST", path: "/x", headers: ["Expect": "100-continue"]), "expect"),
      (request("POST", path: "/x", headers: ["X-A": "1", "x-a": "2"]), "twice"),
      (request("POST", path: "/x", headers: ["X-A": ""]), "no value"),
      (request("POST", path: "/x", headers: ["X-A": "1\r\nX-B: 2"]), "control"),
      (request("POST", path: "/x", headers: ["X-A": "1", "X-A-B": "2"]), "beginning"),
      (request("POST", path: "/x", headers: ["X-A:": "1"]), "name"),
      (request("POST", path: "/tags/arn:aws", headers: json), "path"),
      (request("POST", path: "/tags/arn%3Aaws", headers: json), "path"),
      (request("POST", path: "/x y", headers: json), "URL"),
      (request("TRACE", path: "/x"), "method"),
    ]
    for (request, word) in wrong {
      let error = await #expect(throws: TransportError.self) { try await transport.send(request) }
      #expect(error?.reason == .invalidRequest)
      #expect(error?.message.contains(word) == true, "\(error?.message ?? "") should speak of \(word)")
      #expect(error?.mayHaveBeenProcessed == false)
    }
  }

  /// Were the checker blind, all of the above would pass whatever is signed.
  @Test("the checker sees a wrong key, a changed body digest and an unsorted query")
  func checkerIsAwake() async throws {
    let wrongKey = AWSCredentials(accessKeyId: "AKIDWIRE", secretAccessKey: "another")
    let wrong = [
      request("POST", path: "/create-flow", body: Array("{}".utf8), credentials: wrongKey),
      request(
        "GET", path: "/b?z=1&a=2", service: "s3", headers: ["x-amz-content-sha256": SHA256.hex(of: [])]),
      request("GET", path: "/b?policy", service: "s3", headers: ["x-amz-content-sha256": SHA256.hex(of: [])]),
      request("GET", path: "/b", service: "s3"),
      request("GET", path: "/b", service: "s3", headers: ["x-amz-content-sha256": SHA256.hex(of: [1])]),
    ]
    for request in wrong { #expect(try await transport.send(request).status == 403) }
  }
}
