import AWSClient
import Foundation
import Synchronization
import Testing
import TimeAndChance

@Suite("CurlTransport with many requests at the same time", .timeLimit(.minutes(2)))
struct CurlTransportLoadTests {
  private func get(_ url: String) -> HTTPRequest {
    HTTPRequest(method: "GET", url: url, timeoutMs: 60_000)
  }

  @Test("a thousand slow requests are under way together")
  func thousand() async throws {
    let server = try WireServer()
    let transport = try CurlTransport()
    // Each of them is answered only once all of them have arrived: one at a time would never end.
    let answered = try await withThrowingTaskGroup(of: Int.self) { group in
      for index in 0..<1_000 {
        group.addTask {
          try await transport.send(get(server.url("slow-together", key: "\(index)", query: "of=1000"))).status
        }
      }
      return try await group.reduce(0) { $1 == 200 ? $0 + 1 : $0 }
    }
    #expect(answered == 1_000)
    await transport.shutdown()
  }

  @Test("refuses what is beyond its capacity at once")
  func overloaded() async throws {
    let server = try WireServer.shared.get()
    let transport = try CurlTransport(capacity: 2)
    let key = UUID().uuidString
    let held = (0..<2).map { index in
      Task { try await transport.send(get(server.url("never", key: "\(key)-\(index)"))) }
    }
    let other = try CurlTransport()
    for index in 0..<2 {
      _ = try await other.send(get("\(server.base)/when-received/never/\(key)-\(index)"))
    }
    let error = await #expect(throws: TransportError.self) {
      try await transport.send(get(server.url("echo")))
    }
    #expect(error?.reason == .overloaded)
    #expect(error?.mayHaveBeenProcessed == false)
    for task in held {
      task.cancel()
      _ = await task.result
    }
    // The places are free again.
    #expect(try await transport.send(get(server.url("echo"))).status == 200)
  }

  @Test("a cancelled request ends, and its connection with it")
  func cancellation() async throws {
    let server = try WireServer.shared.get()
    let transport = try CurlTransport()
    let key = UUID().uuidString
    let task = Task { try await transport.send(get(server.url("never", key: key))) }
    _ = try await transport.send(get("\(server.base)/when-received/never/\(key)"))
    task.cancel()
    let error = await #expect(throws: TransportError.self) { try await task.value }
    #expect(error?.reason == .cancelled)
    #expect(error?.mayHaveBeenProcessed == true)
    _ = try await transport.send(get("\(server.base)/when-closed/never/\(key)"))
  }

  @Test("a request of a task that is cancelled already is never sent")
  func cancelledBefore() async throws {
    let server = try WireServer.shared.get()
    let transport = try CurlTransport()
    let key = UUID().uuidString
    let gate = Gate()
    let task = Task {
      await gate.wait()
      return try await transport.send(get(server.url("echo", key: key)))
    }
    task.cancel()
    let error = await #expect(throws: TransportError.self) { try await task.value }
    #expect(error?.reason == .cancelled)
    #expect(error?.mayHaveBeenProcessed == false)
    let counted = try await transport.send(get("\(server.base)/count/echo/\(key)"))
    #expect(try JSONValue(parsing: counted.body)["count"] == 0)
  }

  @Test("cancellations at any moment end every request exactly once")
  func randomCancellations() async throws {
    let server = try WireServer()
    let transport = try CurlTransport()
    let seed = UInt64.random(in: 0...UInt64.max)
    print("random cancellations: seed \(seed)")
    let random = SeededRandom(seed: seed)
    let time = SystemTime()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<400 {
        let (answerMs, cancelMs) = (random.below(20), random.below(25))
        group.addTask {
          let url = server.url("slow", query: "ms=\(answerMs)")
          let request = Task { try await transport.send(get(url)) }
          try await time.sleep(ms: cancelMs)
          request.cancel()
          switch await request.result {
          case .success(let response): #expect(response.status == 200)
          case .failure(let error): #expect((error as? TransportError)?.reason == .cancelled)
          }
        }
      }
      try await group.waitForAll()
    }
    // Nothing is left over that would count against the capacity or hold the thread.
    #expect(try await transport.send(get(server.url("echo"))).status == 200)
    await transport.shutdown()
  }

  @Test("shutting down fails what is under way and what comes later")
  func shutdown() async throws {
    let server = try WireServer.shared.get()
    let (transport, other) = (try CurlTransport(), try CurlTransport())
    let key = UUID().uuidString
    let task = Task { try await transport.send(get(server.url("never", key: key))) }
    _ = try await other.send(get("\(server.base)/when-received/never/\(key)"))
    await transport.shutdown()
    let error = await #expect(throws: TransportError.self) { try await task.value }
    #expect(error?.reason == .cancelled)
    #expect(error?.mayHaveBeenProcessed == true)
    let later = await #expect(throws: TransportError.self) {
      try await transport.send(get(server.url("echo")))
    }
    #expect(later?.mayHaveBeenProcessed == false)
    await transport.shutdown()
  }

  @Test("a transport that nobody holds any more lets go of its connections")
  func dropped() async throws {
    let server = try WireServer.shared.get()
    let other = try CurlTransport()
    let key = UUID().uuidString
    var transport: CurlTransport? = try CurlTransport()
    _ = try await transport?.send(get(server.url("echo", key: key)))
    transport = nil
    _ = try await other.send(get("\(server.base)/when-closed/echo/\(key)"))
  }
}
