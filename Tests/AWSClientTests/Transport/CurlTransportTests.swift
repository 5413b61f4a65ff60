import Foundation
import Testing

@testable import AWSClient

@Suite("CurlTransport against a real server", .timeLimit(.minutes(2)))
struct CurlTransportTests {
  let server: WireServer
  let transport: CurlTransport

  init() throws {
    server = try WireServer.shared.get()
    transport = try CurlTransport()
  }

  private func get(_ url: String, timeoutMs: Int64 = 20_000, fresh: Bool = false) -> HTTPRequest {
    HTTPRequest(method: "GET", url: url, timeoutMs: timeoutMs, freshConnection: fresh)
  }

  private func post(_ url: String, body: [UInt8] = Array("{}".utf8), fresh: Bool = false) -> HTTPRequest {
    HTTPRequest(
      method: "POST", url: url, headers: ["Content-Type": "application/json"], body: body, timeoutMs: 20_000,
      freshConnection: fresh)
  }

  private func count(_ url: String) async throws -> Int {
    let key = url.dropFirst(server.base.count)
    let response = try await transport.send(get("\(server.base)/count\(key)"))
    return Int(try #require(try JSONValue(parsing: response.body)["count"]?.integer))
  }

  private func failure(_ request: HTTPRequest) async throws -> TransportError {
    do {
      let response = try await transport.send(request)
      throw WireServer.Failure(description: "there was an answer: \(response.status)")
    } catch let error as TransportError {
      return error
    }
  }

  @Test("sends the method, the headers and the very bytes, and returns status, headers and body")
  func echo() async throws {
    let body = (0...255).map { UInt8($0) } + Array("Ünïcødé".utf8)
    for method in ["POST", "PUT"] {
      var request = post(server.url("echo", query: "a=%2Fb&c="), body: body)
      request.method = method
      request.headers.append("X-Own", "value: with, signs")
      let response = try await transport.send(request)
      let echoed = try EchoedRequest(response)
      #expect(echoed.method == method)
      #expect(echoed.target.hasSuffix("?a=%2Fb&c="))
      #expect(echoed.body == Data(body))
      #expect(echoed.header("X-Own") == "value: with, signs")
      #expect(echoed.header("Content-Type") == "application/json")
      #expect(response.status == 200)
      #expect(response.headers["x-padded"] == "padded value")
    }
  }

  @Test("sends no body of an earlier request along with a later one on the same handle")
  func handlesAreClean() async throws {
    _ = try await transport.send(post(server.url("echo"), body: Array("secret".utf8)))
    for method in ["GET", "DELETE"] {
      var request = get(server.url("echo"))
      request.method = method
      let echoed = try EchoedRequest(try await transport.send(request))
      #expect(echoed.method == method)
      #expect(echoed.body.isEmpty)
      #expect(echoed.header("Content-Type") == nil)
    }
    var head = get(server.url("echo"))
    head.method = "HEAD"
    #expect(try await transport.send(head).body.isEmpty)
    var put = post(server.url("echo"), body: [])
    put.method = "PUT"
    let echoed = try EchoedRequest(try await transport.send(put))
    #expect(echoed.header("Content-Length") == "0")
  }

  @Test("returns every status as an answer and follows no redirect")
  func statuses() async throws {
    for status in [400, 404, 429, 500, 503] {
      #expect(try await transport.send(get(server.url("status", query: "code=\(status)"))).status == status)
    }
    let redirected = try await transport.send(get(server.url("redirect")))
    #expect(redirected.status == 302)
    #expect(redirected.headers["Location"] == "/echo/redirected")
  }

  @Test("reads a chunked answer and a large one")
  func bodies() async throws {
    let chunked = try await transport.send(get(server.url("chunked")))
    #expect(String(decoding: chunked.body, as: UTF8.self) == "first,second,third")
    let large = try await transport.send(get(server.url("large", query: "bytes=5000000")))
    #expect(large.body.count == 5_000_000)
    #expect(large.body.allSatisfy { $0 == UInt8(ascii: "x") })
  }

  @Test("sends a body of some megabytes, and shows no header of an interim answer")
  func largeUpload() async throws {
    let body = [UInt8](repeating: 0x41, count: 3_000_000)
    let response = try await transport.send(post(server.url("echo"), body: body))
    #expect(try EchoedRequest(response).body.count == 3_000_000)
    #expect(response.headers["X-Interim"] == nil)
  }

  @Test("refuses an answer that is too large, with and without a declared length")
  func tooLarge() async throws {
    let size = AWSLimits.maxResponseBytes + 65_536
    for query in ["bytes=\(size)", "bytes=\(size)&undeclared=1"] {
      let error = try await failure(get(server.url("large", query: query)))
      #expect(error.reason == .tooLarge)
      #expect(error.mayHaveBeenProcessed)
    }
  }

  @Test("calls an answer that was cut off truncated")
  func truncated() async throws {
    for kind in ["truncated", "truncated-chunks"] {
      let error = try await failure(post(server.url(kind)))
      #expect(error.reason == .truncated)
      #expect(error.mayHaveBeenProcessed)
    }
  }

  @Test("calls a reset connection lost, and never says that the server did nothing")
  func reset() async throws {
    for kind in ["reset-before-reading", "reset-after-reading"] {
      let error = try await failure(post(server.url(kind)))
      #expect(error.reason == .connectionLost)
      #expect(error.mayHaveBeenProcessed)
    }
  }

  private static let hasProxy = ["http_proxy", "all_proxy", "ALL_PROXY"].contains {
    ProcessInfo.processInfo.environment[$0]?.isEmpty == false
  }

  @Test(
    "knows that an unknown host has seen nothing", .enabled(if: !hasProxy, "a proxy would be asked instead"))
  func unknownHost() async throws {
    // A label of more than 63 characters cannot be a name, so no name server is asked either.
    let error = try await failure(get("http://\(String(repeating: "x", count: 64)).invalid/"))
    #expect(error.reason == .couldNotResolve)
    #expect(!error.mayHaveBeenProcessed)
  }

  @Test("knows that a refused connection and a failed TLS handshake have seen nothing")
  func neverConnected() async throws {
    let refused = try await failure(get("http://127.0.0.1:1/"))
    #expect(refused.reason == .couldNotConnect)
    #expect(!refused.mayHaveBeenProcessed)
    #expect(refused.message.contains("127.0.0.1 port 1"))
    let plain = try await failure(get("https://127.0.0.1:\(server.port)/"))
    #expect(plain.reason == .tlsFailed)
    #expect(!plain.mayHaveBeenProcessed)
  }

  @Test("gives up on an answer that never comes")
  func timeOut() async throws {
    let error = try await failure(get(server.url("never"), timeoutMs: 200))
    #expect(error.reason == .timedOut)
    #expect(error.mayHaveBeenProcessed)
  }

  @Test("speaks nothing but HTTP")
  func protocols() async throws {
    let error = try await failure(get("file:///etc/hostname"))
    #expect(error.reason == .invalidRequest)
    #expect(!error.mayHaveBeenProcessed)
  }

  @Test("uses a connection again, except for a request that wants a fresh one")
  func reuse() async throws {
    var connections: Set<Int> = []
    for index in 0..<20 {
      let response = try await transport.send(post(server.url("echo")))
      connections.insert(try EchoedRequest(response).connection)
      #expect(response.connectionsOpened == (index == 0 ? 1 : 0))
    }
    #expect(connections.count == 1)
    let fresh = try await transport.send(post(server.url("echo"), fresh: true))
    #expect(fresh.connectionsOpened == 1)
    #expect(!connections.contains(try EchoedRequest(fresh).connection))
  }

  @Test("shows that libcurl sent a request again on its own, and keeps a fresh one from that fate")
  func silentResend() async throws {
    let url = server.url("drop-reused")
    #expect(try await transport.send(post(url)).connectionsOpened == 1)
    // The server receives this one, drops the connection, and receives it a second time.
    let resent = try await transport.send(post(url))
    #expect(resent.connectionsOpened == 1)
    #expect(try await count(url) == 3)

    let fresh = try await transport.send(post(url, fresh: true))
    #expect(try EchoedRequest(fresh).requestOnConnection == 1)
    #expect(try await count(url) == 4)
  }

  @Test("says that a request may have been processed if only its repetition could not connect")
  func vanishedServer() async throws {
    let vanishing = try WireServer()
    let url = vanishing.url("drop-reused-and-vanish")
    _ = try await transport.send(post(url))
    let error = try await failure(post(url))
    #expect(error.reason == .couldNotConnect)
    #expect(error.mayHaveBeenProcessed)
  }

  @Test("asks no proxy for a loopback address")
  func noProxy() throws {
    for url in [
      "http://127.0.0.1:80/x", "http://localhost/", "http://[::1]:4566", "https://a.localhost:1/?q",
      "HTTP://LocalHost", "http://127.255.0.9", "http://127.0.0.1?a", "http://127.0.0.1#a",
      "http://127.0.0.1:",
    ] {
      #expect(LoopbackHost.isLoopback(url))
    }
    for url in [
      "http://127.0.0.1.example.com/", "http://example.com/127.0.0.1", "https://10.0.0.1/",
      "http://0127.0.0.1/", "http://+127.0.0.1/", "http://127.0.1/", "http://127.0.0.256/",
      "http://127..0.1/", "http://127.0.0.1./", "http://127.0.0.1.1/", "http://127.0.0./",
      "http://127.0.0.00/",
      "http://127.0.0.1000000000000000000000000000/", "http:/127.0.0.1/", "http:", "http://", "",
      "http://localhost.example.com/", "http://xlocalhost/", "http://LOCALHOST.:1", "127.0.0.1",
    ] {
      #expect(!LoopbackHost.isLoopback(url))
    }
  }

  @Test("asks no proxy for what hands out credentials on this machine's link")
  func noProxyForLinkLocal() throws {
    for url in [
      "http://169.254.169.254/latest/", "http://169.254.170.2:80", "http://[FD00:ec2::254]/",
      "http://[fe80::1]/x",
    ] {
      #expect(LinkLocalHost.isLinkLocal(url))
    }
    for url in [
      "http://169.254.169.254.example.com/", "http://example.com/169.254.1.1", "https://[::1]/", "x",
    ] {
      #expect(!LinkLocalHost.isLinkLocal(url))
    }
  }
}
