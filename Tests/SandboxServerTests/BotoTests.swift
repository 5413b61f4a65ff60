#if Server
  import AWSSandbox
  import Foundation
  import HTTPServer
  import SandboxServer
  import Testing
  import TimeAndChance

  /// AWS's own client library decides whether the sandbox is AWS. Each suite is a Python file in Tests/wire.
  @Suite("boto3 on a sandbox that is served", .timeLimit(.minutes(5)))
  struct BotoTests {
    @Test("runs the whole life cycle, and every answer is by the service's model")
    func lifeCycle() async throws { try await run("boto3_lifecycle.py") }

    @Test("is refused for signatures that are wrong, too old or incomplete")
    func refusals() async throws { try await run("boto3_refusals.py") }

    @Test("sees each fault for what it is, and retries what can be retried")
    func faults() async throws { try await run("boto3_faults.py") }

    @Test("gets the answers of moto's server, but for the differences that are listed")
    func moto() async throws { try await run("boto3_moto.py") }

    private func run(_ script: String) async throws {
      var state = SandboxState()
      state.settings.executionMs = 50
      let sandbox = SandboxTransport(state: state, time: SystemTime(), random: SystemRandom())
      let server = try SandboxServer.start(sandbox, on: ListenAddress(port: 0))
      let (status, output) = try await ChildProcess.python(script, ["HEADGATE_SANDBOX_URL": server.url])
      #expect(status == 0, "\(script):\n\(output)")
      await server.stop()
    }
  }
#endif
