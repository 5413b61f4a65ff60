import AWSClient
import AWSSandbox
import Foundation
import Testing

@Suite("The sandbox's state")
struct StateTests {
  @Test("goes through JSON unchanged after everything has happened, and goes on from there")
  func roundTrip() async throws {
    let harness = Harness { $0.faults = [Fault(.throttle, name: "f", service: "s3", nth: 99)] }
    let session = try await harness.session()
    try await harness.prepare()
    #expect(try await harness.appflow("CreateFlow", Payloads.flow(token: "t1"), as: session).status == 200)
    #expect(try await harness.appflow("StartFlow", ["flowName": "accounts"], as: session).status == 200)
    _ = try await harness.salesforce([
      "grant_type": "refresh_token", "client_id": "app", "refresh_token": "good",
    ])
    let path = NSTemporaryDirectory() + "sandbox-\(UUID().uuidString).json"
    defer { unlink(path) }
    let state = harness.sandbox.snapshot()
    try SandboxFile.save(state, to: path)
    let loaded = try SandboxFile.loadState(path)
    #expect(loaded == state)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let again = Harness { $0 = loaded }
    #expect(try await again.appflow("CreateFlow", Payloads.flow(token: "t1"), as: session).status == 200)
    #expect(again.sandbox.snapshot().journal == state.journal)
  }

  @Test(
    "a scenario that is not valid is refused in one sentence that says where",
    arguments: [
      ("{", "not valid"), (#"{"rolls":{}}"#, #""rolls" is not known here"#),
      (#"{"buckets":{"b":{"account":"1"}}}"#, #"buckets > b lacks "region""#),
      (
        #"{"roles":{"r":{"trustedPrincipals":[],"externalID":"x"}}}"#,
        #"at roles > r, "externalID" is not known"#
      ),
      (#"{"faults":[{"name":"f","effect":"explode"}]}"#, "faults > [0] > effect"),
    ])
  func refuses(_ text: String, _ expected: String) throws {
    let path = NSTemporaryDirectory() + "sandbox-\(UUID().uuidString).json"
    defer { unlink(path) }
    try Data(text.utf8).write(to: URL(filePath: path))
    let error = #expect(throws: SandboxFileError.self) { try SandboxFile.loadState(path) }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains(path) == true)
  }

  @Test("a file that is not there is an error, and a save that fails leaves no file")
  func files() {
    #expect(throws: SandboxFileError.self) { try SandboxFile.loadState("/nonexistent/sandbox.json") }
    #expect(throws: SandboxFileError.self) { try SandboxFile.save(SandboxState(), to: "/nonexistent/s.json") }
  }

  @Test("the same seed gives the same answers and the same state")
  func deterministic() async throws {
    func run() async throws -> (SandboxState, [String]) {
      let harness = Harness(seed: 11)
      var ids: [String] = []
      _ = try await harness.session()
      try await harness.prepare()
      for operation in ["CreateFlow", "CreateFlow", "DescribeFlow", "ListFlows"] {
        let answer = try await harness.appflow(operation, Payloads.flow())
        ids.append(answer.response.headers["x-amzn-requestid"] ?? "none")
      }
      return (harness.sandbox.snapshot(), ids)
    }
    let (first, ids) = try await run()
    let (second, sameIds) = try await run()
    #expect(first == second)
    #expect(ids == sameIds)
    #expect(Set(ids).count == 4)
  }

  @Test("many callers at once lose nothing: one of each contest wins")
  func concurrent() async throws {
    let harness = Harness()
    try await harness.prepare()
    let created = try await withThrowingTaskGroup(of: Int.self) { group in
      for index in 0..<400 {
        group.addTask {
          try await harness.appflow("CreateFlow", Payloads.flow(name: "flow-\(index / 4)")).status
        }
      }
      return try await group.reduce(into: 0) { $0 += $1 == 200 ? 1 : 0 }
    }
    let state = harness.sandbox.snapshot()
    #expect(created == 100)
    #expect(state[account: "111111111111", region: "us-east-1"].flows.count == 100)
    #expect(state.journal.count { $0.operation == "CreateFlow" } == 100)
    #expect(state.callCounts["appflow:CreateFlow"] == 400)
  }
}
