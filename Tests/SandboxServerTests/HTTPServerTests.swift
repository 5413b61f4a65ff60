#if Server
  import AWSClient
  import Glibc
  import HTTPServer
  import Synchronization
  import Testing

  @Suite("The HTTP server", .timeLimit(.minutes(2)))
  struct HTTPServerTests {
    private let client: CurlTransport

    init() throws { client = try CurlTransport() }

    private func serve(
      limits: HTTPServerLimits = HTTPServerLimits(), _ handler: @escaping HTTPServer.Handler
    ) throws -> HTTPServer {
      try HTTPServer.start(on: ListenAddress(port: 0), limits: limits, handler: handler)
    }

    private func send(
      _ method: String, _ path: String, _ server: HTTPServer, headers: HTTPHeaders = [:], body: [UInt8] = []
    ) async throws(TransportError) -> HTTPResponse {
      try await client.send(
        HTTPRequest(
          method: method, url: "http://\(server.address)\(path)", headers: headers, body: body,
          timeoutMs: 600_000))
    }

    @Test("gives a handler the request as it was sent, and the client the answer as it was given")
    func roundTrip() async throws {
      let seen = Mutex<HTTPServerRequest?>(nil)
      let server = try serve { request in
        seen.withLock { $0 = request }
        return HTTPServerResponse(
          status: 418, headers: [HTTPServerField("X-One", "1"), HTTPServerField("X-Two", "2")],
          body: Array(request.body.reversed()))
      }
      let body = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      let answer = try await send(
        "POST", "/a%2Fb//c?x=%20&y=&x=2", server, headers: ["X-Order": "1", "X-Other": "ü"], body: body)
      #expect(answer.status == 418)
      #expect(answer.body == body.reversed())
      #expect(answer.headers["X-Two"] == "2")
      #expect(answer.headers["Date"] != nil)
      let request = try #require(seen.withLock { $0 })
      #expect(request.method == "POST")
      #expect(request.target == "/a%2Fb//c?x=%20&y=&x=2")
      #expect(request.body == body)
      #expect(request.header("x-other") == "ü")
      #expect(request.headers.filter { $0.name.hasPrefix("X-") }.map(\.name) == ["X-Order", "X-Other"])
      await server.stop(graceMs: 1_000)
    }

    @Test("handles many requests at once, each on its own time")
    func concurrency() async throws {
      let count = 200
      let arrived = Mutex(0)
      let all = Event()
      let server = try serve { request in
        if arrived.withLock({
          $0 += 1
          return $0 == count
        }) {
          all.happen()
        }
        // Nobody is answered before everybody is there.
        await all.wait()
        return HTTPServerResponse(status: 200, body: Array(request.target.utf8))
      }
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for index in 0..<count {
          group.addTask {
            let answer = try await send("GET", "/\(index)", server)
            return answer.body == Array("/\(index)".utf8)
          }
        }
        for try await isRight in group { #expect(isRight) }
      }
      await server.stop(graceMs: 1_000)
    }

    @Test("refuses a body beyond the bound, declared or not, without calling the handler")
    func bodyBound() async throws {
      var limits = HTTPServerLimits()
      limits.maxBodyBytes = 1_000
      let calls = Mutex(0)
      let server = try serve(limits: limits) { _ in
        calls.withLock { $0 += 1 }
        return HTTPServerResponse(status: 200)
      }
      #expect(
        try await send("POST", "/", server, body: [UInt8](repeating: 1, count: 1_000)).status == 200)
      let large = try RawClient(port: server.address.port)
      try large.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")
      #expect(await large.readToEnd().text.hasPrefix("HTTP/1.1 413 "))
      let chunks = try RawClient(port: server.address.port)
      let chunk = String(repeating: "x", count: 1_001)
      try chunks.send(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n\(chunk)\r\n0\r\n\r\n")
      #expect(await chunks.readToEnd().text.contains("200") == false)
      #expect(calls.withLock { $0 } == 1)
      await server.stop(graceMs: 1_000)
    }

    @Test("cancels the handler when its client hangs up")
    func clientHangsUp() async throws {
      let started = Event()
      let cancelled = Event()
      let server = try serve { _ in
        started.happen()
        do { try await Task.sleep(for: .seconds(3_600)) } catch { cancelled.happen() }
        return .hangUp
      }
      let raw = try RawClient(port: server.address.port)
      try raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      await started.wait()
      raw.hangUp()
      await cancelled.wait()
      await server.stop(graceMs: 1_000)
    }

    @Test("cuts off, hangs up and resets when it is told to")
    func badNetworks() async throws {
      let server = try serve { request in
        switch request.target {
        case "/cut-off":
          HTTPServerResponse(
            status: 200, body: Array("half".utf8), delivery: .cutOff(declaredBytes: 8))
        case "/reset": .reset
        default: .hangUp
        }
      }
      func raw(_ path: String) async throws -> (text: String, error: Int32) {
        let raw = try RawClient(port: server.address.port)
        try raw.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
        return await raw.readToEnd()
      }
      let cutOff = try await raw("/cut-off")
      #expect(cutOff.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(cutOff.text.contains("Content-Length: 8\r\n"))
      #expect(cutOff.text.hasSuffix("\r\n\r\nhalf"))
      let hangUp = try await raw("/hang-up")
      #expect(hangUp.text.isEmpty && hangUp.error == 0)
      let reset = try await raw("/reset")
      #expect(reset.text.isEmpty)
      #expect(reset.error == ECONNRESET)
      await server.stop(graceMs: 1_000)
    }

    @Test("lets a request under way be answered when it stops, and accepts no more")
    func orderlyStop() async throws {
      let started = Event()
      let mayEnd = Event()
      let server = try serve { _ in
        started.happen()
        await mayEnd.wait()
        return HTTPServerResponse(status: 200, body: Array("done".utf8))
      }
      async let answer = send("GET", "/", server)
      await started.wait()
      async let stopped: Void = server.stop(graceMs: 60_000)
      while (try? RawClient(port: server.address.port)) != nil { await Task.yield() }
      mayEnd.happen()
      #expect(try await answer.body == Array("done".utf8))
      await stopped
    }

    @Test("cancels handlers that go on for longer than the grace")
    func graceEnds() async throws {
      let started = Event()
      let server = try serve { _ in
        started.happen()
        try? await Task.sleep(for: .seconds(3_600))
        return .hangUp
      }
      let raw = try RawClient(port: server.address.port)
      try raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      await started.wait()
      await server.stop(graceMs: 10)
      #expect(await raw.readToEnd().text.isEmpty)
    }

    @Test("says why it cannot listen")
    func cannotListen() async throws {
      let server = try serve { _ in .hangUp }
      let error = #expect(throws: HTTPServerError.self) {
        try HTTPServer.start(on: server.address) { _ in .hangUp }
      }
      #expect(error?.description.contains("another program listens there") == true)
      await server.stop(graceMs: 0)
    }

    @Test("goes on after what is no HTTP")
    func garbage() async throws {
      let server = try serve { _ in HTTPServerResponse(status: 200) }
      for text in ["\r\n\r\nwhat\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n"] {
        let raw = try RawClient(port: server.address.port)
        try raw.send(text)
        raw.hangUp()
      }
      #expect(try await send("GET", "/", server).status == 200)
      await server.stop(graceMs: 1_000)
    }

    @Test(
      "reads addresses",
      arguments: [
        ("127.0.0.1:4566", "127.0.0.1:4566"), ("4566", "127.0.0.1:4566"), ("[::1]:1", "[::1]:1"),
        ("localhost:0", "127.0.0.1:0"), ("0.0.0.0:80", "0.0.0.0:80"), ("example.com:80", nil), ("::1", nil),
        ("127.0.0.1:65536", nil), ("127.0.0.1:", nil), ("", nil), (":+1", nil), ("[127.0.0.1]:1", nil),
      ])
    func addresses(text: String, expected: String?) {
      #expect(ListenAddress(text)?.description == expected)
    }
  }
#endif
