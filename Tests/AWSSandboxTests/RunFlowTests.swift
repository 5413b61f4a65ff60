import AWSClient
import AWSSandbox
import Testing

@Suite("AppFlow StartFlow, StopFlow, DeleteFlow and executions")
struct RunFlowTests {
  let harness = Harness()
  private let name: JSONValue = ["flowName": "accounts"]

  private func create(_ trigger: JSONValue = ["triggerType": "OnDemand"]) async throws {
    try await harness.prepare()
    #expect(try await harness.appflow("CreateFlow", Payloads.flow(trigger: trigger)).status == 200)
  }

  private func executions() async throws -> [JSONValue] {
    try await harness.appflow("DescribeFlowExecutionRecords", name).json["flowExecutions"]?.array ?? []
  }

  @Test("a run on demand is in progress, then successful")
  func runs() async throws {
    try await create()
    let started = try await harness.appflow("StartFlow", name)
    let id = try #require(started.json["executionId"])
    #expect(try await executions().map { $0["executionStatus"] } == ["InProgress"])
    #expect(try await harness.appflow("StartFlow", name).code == "ConflictException")
    harness.time.advance(ms: 2_000)
    let done = try await executions()
    #expect(done.first?["executionId"] == id)
    #expect(done.first?["executionStatus"] == "Successful")
    let flow = try await harness.appflow("DescribeFlow", name).json
    #expect(flow["lastRunExecutionDetails"]?["mostRecentExecutionStatus"] == "Successful")
  }

  @Test("a scheduled flow goes from Draft to Active to Suspended and has no execution id")
  func schedules() async throws {
    try await create(Payloads.scheduled)
    #expect(try await harness.appflow("StopFlow", name).code == "ConflictException")
    let started = try await harness.appflow("StartFlow", name)
    #expect(started.json["flowStatus"] == "Active")
    #expect(started.json["executionId"] == nil)
    #expect(try await harness.appflow("StartFlow", name).code == "ConflictException")
    #expect(try await harness.appflow("DeleteFlow", name).code == "ConflictException")
    #expect(try await harness.appflow("StopFlow", name).json["flowStatus"] == "Suspended")
    #expect(try await harness.appflow("DeleteFlow", name).status == 200)
  }

  @Test("a flow on demand cannot be stopped")
  func unsupported() async throws {
    try await create()
    let answer = try await harness.appflow("StopFlow", name)
    #expect(answer.status == 400)
    #expect(answer.code == "UnsupportedOperationException")
  }

  @Test(
    "what does not exist is not found",
    arguments: [
      "StartFlow", "StopFlow", "DeleteFlow", "DescribeFlow", "DescribeFlowExecutionRecords",
      "CancelFlowExecutions",
    ])
  func notFound(_ operation: String) async throws {
    let answer = try await harness.appflow(operation, name)
    #expect(answer.status == 404)
    #expect(answer.code == "ResourceNotFoundException")
  }

  @Test("a running flow is deleted only by force")
  func deletes() async throws {
    try await create()
    #expect(try await harness.appflow("StartFlow", name).status == 200)
    #expect(try await harness.appflow("DeleteFlow", name).code == "ConflictException")
    #expect(try await harness.appflow("DeleteFlow", name.with("forceDelete", value: true)).status == 200)
    #expect(try await harness.appflow("DeleteFlow", name).code == "ResourceNotFoundException")
  }

  @Test("cancelling ends the runs in progress and names the ids that are none")
  func cancels() async throws {
    try await create()
    let id = try #require(try await harness.appflow("StartFlow", name).json["executionId"])
    let answer = try await harness.appflow(
      "CancelFlowExecutions", name.with("executionIds", value: [id, "nope"]))
    #expect(answer.json["invalidExecutions"] == ["nope"])
    #expect(try await executions().first?["executionStatus"] == "CancelStarted")
    harness.time.advance(ms: 60_000)
    #expect(try await executions().first?["executionStatus"] == "Canceled")
  }

  @Test("refuses more runs at once than the quota allows")
  func quota() async throws {
    let harness = Harness { $0.settings.maxConcurrentRuns = 1 }
    try await harness.prepare()
    for flow in ["first", "second"] {
      #expect(try await harness.appflow("CreateFlow", Payloads.flow(name: flow)).status == 200)
    }
    #expect(try await harness.appflow("StartFlow", ["flowName": "first"]).status == 200)
    let second = try await harness.appflow("StartFlow", ["flowName": "second"])
    #expect(second.status == 402)
    #expect(second.code == "ServiceQuotaExceededException")
  }

  @Test("lists flows and executions by pages")
  func pages() async throws {
    try await harness.prepare()
    for index in 1...3 {
      #expect(try await harness.appflow("CreateFlow", Payloads.flow(name: "flow-\(index)")).status == 200)
    }
    let first = try await harness.appflow("ListFlows", ["maxResults": 2])
    #expect(first.json["flows"]?.array?.map { $0["flowName"] } == ["flow-1", "flow-2"])
    let token = try #require(first.json["nextToken"])
    let second = try await harness.appflow("ListFlows", ["maxResults": 2, "nextToken": token])
    #expect(second.json["flows"]?.array?.map { $0["flowName"] } == ["flow-3"])
    #expect(second.json["nextToken"] == nil)
    #expect(try await harness.appflow("ListFlows", ["maxResults": 101]).code == "ValidationException")
  }
}
