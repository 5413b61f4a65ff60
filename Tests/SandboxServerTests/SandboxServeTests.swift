#if Server
  import AWSClient
  import AWSSandbox
  import Foundation
  import Testing

  /// The program as people run it: the sandbox in one process, workers in others.
  @Suite("headgate sandbox serve", .timeLimit(.minutes(5)))
  struct SandboxServeTests {
    private let folder: URL
    private let example = ChildProcess.repository.appending(path: "examples/salesforce-to-s3")

    init() throws {
      folder = FileManager.default.temporaryDirectory.appending(path: "headgate-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    }

    private var state: URL { folder.appending(path: "sandbox.json") }
    private var database: [String: String] { ["HEADGATE_DB": folder.appending(path: "headgate.db").path] }

    @discardableResult
    private func headgate(_ arguments: [String], _ variables: [String: String] = [:]) async throws -> String {
      let (status, output) = try await ChildProcess.run(
        ChildProcess.headgate, arguments, database.merging(variables) { $1 })
      #expect(status == 0, "headgate \(arguments.joined(separator: " ")):\n\(output)")
      return output
    }

    @Test("prints what to export, and keeps its file")
    func servesAndSaves() async throws {
      try FileManager.default.copyItem(at: example.appending(path: "sandbox.json"), to: state)
      let before = try SandboxFile.loadState(state.path)
      let sandbox = try ServedSandbox(state: state, latency: "0ms")
      let url = try #require(sandbox.variables["AWS_ENDPOINT_URL"])
      let key = try #require(before.accessKeys.min { $0.key < $1.key })
      #expect(sandbox.variables["AWS_ACCESS_KEY_ID"] == key.key)
      // It is made up, and printed to be exported: no redaction may take it out.
      #expect(sandbox.variables["AWS_SECRET_ACCESS_KEY"] == key.value.secretAccessKey)
      let client = try CurlTransport()
      let patch = try await client.send(
        HTTPRequest(
          method: "POST", url: "\(url)/_sandbox/apply", headers: ["Content-Type": "application/json"],
          body: Array(#"{"buckets":{"new":{"account":"111111111111","region":"us-east-1"}}}"#.utf8),
          timeoutMs: 600_000))
      #expect(patch.status == 204)
      let form = try await client.send(
        HTTPRequest(method: "POST", url: "\(url)/_sandbox/apply", body: [123, 125], timeoutMs: 600_000))
      #expect(form.status == 415)
      let unsigned = try await client.send(HTTPRequest(method: "GET", url: "\(url)/", timeoutMs: 600_000))
      #expect(unsigned.status == 404)
      #expect(await sandbox.stop() == 0)
      let after = try SandboxFile.loadState(state.path)
      #expect(after.buckets.count == before.buckets.count + 1)
      #expect(after.roles == before.roles)
    }

    @Test("is shared by two workers, one of which is killed: each job has one effect")
    func workersShareIt() async throws {
      try FileManager.default.copyItem(at: example.appending(path: "sandbox.json"), to: state)
      try await headgate(
        ["sandbox", "apply", example.appending(path: "mended.json").path, "--state", state.path])
      try await headgate(["init"])
      try await headgate([
        "onboard", example.appending(path: "tenants.csv").path, "--template",
        example.appending(path: "template").path,
      ])
      let sandbox = try ServedSandbox(state: state, latency: "20ms")
      let variables = database.merging(sandbox.variables) { $1 }.merging(["AWS_REGION": "us-east-1"]) { $1 }
      let work = [
        "work", "--drain", "--concurrency", "8", "--lease", "2s", "--retry-base", "50ms", "--retry-cap",
        "500ms",
      ]
      let victim = ChildProcess.make(ChildProcess.headgate, work, variables)
      victim.standardError = FileHandle.nullDevice
      victim.standardOutput = FileHandle.nullDevice
      let died = Event()
      victim.terminationHandler = { _ in died.happen() }
      try victim.run()
      try await whenSomeEffectsHappened(
        try #require(sandbox.variables["AWS_ENDPOINT_URL"]), while: { victim.isRunning })
      async let survivor = headgate(work, variables)
      kill(victim.processIdentifier, SIGKILL)
      await died.wait()
      #expect(victim.terminationReason == .uncaughtSignal, "it should have been killed in mid-run")
      _ = try await survivor
      #expect(await sandbox.stop() == 0)
      try expectOneEffectEach(try SandboxFile.loadState(state.path), tenants: 25)
      let unfinished = try await headgate(["jobs", "--json"])
      #expect(unfinished.contains(#""state":"succeeded""#))
      for other in ["dead", "ready", "running", "scheduled", "blocked"] {
        #expect(!unfinished.contains(#""state":"\#(other)""#))
      }
    }

    private func whenSomeEffectsHappened(
      _ url: String, while isPossible: () -> Bool
    ) async throws {
      let client = try CurlTransport()
      while true {
        try #require(isPossible(), "the worker ended before it had an effect")
        let answer = try await client.send(
          HTTPRequest(method: "GET", url: "\(url)/_sandbox/state", timeoutMs: 600_000))
        let state = try SandboxFile.parseState(String(decoding: answer.body, as: UTF8.self), name: "state")
        if state.journal.contains(where: { $0.operation == "CreateConnectorProfile" }) { return }
      }
    }

    private func expectOneEffectEach(_ state: SandboxState, tenants: Int) throws {
      var counts: [String: Int] = [:]
      for effect in state.journal where effect.operation != "AssumeRole" {
        counts["\(effect.operation) \(effect.account) \(effect.resource)", default: 0] += 1
      }
      let several = counts.filter { $0.value != 1 }
      #expect(several.isEmpty)
      for operation in ["PutBucketPolicy", "CreateConnectorProfile", "CreateFlow", "StartFlow"] {
        #expect(counts.keys.count { $0.hasPrefix("\(operation) ") } == tenants, "\(operation)")
      }
    }
  }
#endif
