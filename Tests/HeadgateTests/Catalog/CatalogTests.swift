import AWSClient
import FoundationEssentials
import Headgate
import TestSupport
import Testing
import TimeAndChance
import WorkQueue

@testable import AWSSandbox

@Suite("The catalog")
struct CatalogTests {
  private static let account = "200000000001"
  private let directory: TemporaryDirectory
  private let sandbox: SandboxTransport
  private let queue: AppFlowQueue

  init() async throws {
    directory = try TemporaryDirectory()
    sandbox = try OnboardingTemplate.sandbox()
    queue = try OnboardingTemplate.queue(in: directory, on: sandbox)
    for tenant in try OnboardingTemplate("salesforce-to-s3-on-demand").plan.tenants {
      try await queue.jobs.save(tenant.tenant)
    }
  }

  private func profile(_ type: String) -> SandboxState.ConnectorProfile {
    SandboxState.ConnectorProfile(
      arn: "arn", connectorType: type, connectionMode: "Public", credentialsArn: "arn",
      properties: [:], createdAtMs: 1_600_000_000_000, updatedAtMs: 1_600_000_000_500)
  }

  private func flow(_ index: Int, executions: [SandboxState.Execution] = []) -> SandboxState.Flow {
    SandboxState.Flow(
      arn: "arn:\(index)", status: "Active", definition: ["triggerConfig": ["triggerType": "OnDemand"]],
      tags: [:], createdBy: "me", updatedBy: "me", createdAtMs: 0, updatedAtMs: 0, executions: executions)
  }

  private func change(_ change: @Sendable (inout SandboxState.AppFlowRegion) -> Void) {
    sandbox.update { change(&$0[account: Self.account, region: "us-east-1"]) }
  }

  @Test("Flows of several pages are all there, once each")
  func flows() async throws {
    let wanted = (0..<250).map { "flow-\(1_000 + $0)" }
    let flow = flow(1)
    change { region in for name in wanted { region.flows[name] = flow } }
    let found = try await queue.catalog(ofTenant: "oak").flows()
    #expect(found.items.map { $0.text("flowName") } == wanted)
    #expect(found.isComplete)
    #expect(sandbox.snapshot().callCounts["appflow:ListFlows"] == 3)
    #expect(try await queue.catalog(ofTenant: "elm").flows().items == [])
  }

  @Test("Profiles of several pages, and those of one connector type")
  func profiles() async throws {
    let (salesforce, slack) = (profile("Salesforce"), profile("Slack"))
    change { region in
      for index in 0..<150 { region.profiles["profile-\(index)"] = index % 3 == 0 ? slack : salesforce }
    }
    let catalog = try await queue.catalog(ofTenant: "oak")
    let all = try await catalog.profiles()
    #expect(Set(all.items.compactMap { $0.text("connectorProfileName") }).count == 150)
    #expect(all.items.first?.date("createdAt") == Date(timeIntervalSince1970: 1_600_000_000))
    #expect(all.items.first?.date("lastUpdatedAt") == Date(timeIntervalSince1970: 1_600_000_000.5))
    #expect(try await catalog.profiles(connectorType: "Slack").items.count == 50)
  }

  @Test("Executions of several pages, in AWS's own shape")
  func executions() async throws {
    let runs = (0..<120).map {
      SandboxState.Execution(id: "run-\(1_000 + $0)", startedAtMs: 1_000_000, endsAtMs: 2_000_000)
    }
    let flow = flow(1, executions: runs)
    change { $0.flows["busy"] = flow }
    let catalog = try await queue.catalog(ofTenant: "oak")
    let found = try await catalog.executions(ofFlow: "busy").items
    #expect(found.map { $0.text("executionId") } == runs.map(\.id))
    #expect(
      found.first?.json == #"{"executionId":"run-1000","executionResult":{"bytesProcessed":0,"#
        + #""bytesWritten":0,"recordsProcessed":0},"executionStatus":"Successful","lastUpdatedAt":2000,"#
        + #""startedAt":1000}"#)
    let error = await #expect(throws: CatalogError.self) { try await catalog.executions(ofFlow: "nope") }
    #expect(error?.reason == "not-found")
  }

  @Test("Buckets of several pages, with their Regions, and none of another account")
  func buckets() async throws {
    sandbox.update { state in
      for index in 0..<1_500 {
        state.buckets["lake-\(10_000 + index)"] = SandboxState.Bucket(
          account: Self.account, region: index % 2 == 0 ? "us-east-1" : "eu-west-1")
      }
    }
    let found = try await queue.catalog(ofTenant: "oak").buckets()
    #expect(found.items.count == 1_501 && found.isComplete)
    #expect(Set(found.items.compactMap { $0.text("Name") }).count == 1_501)
    #expect(found.items.last?.text("Name") == "oak-appflow-landing")
    #expect(found.items.first { $0.text("Name") == "lake-10001" }?.text("BucketRegion") == "eu-west-1")
    #expect(found.items.first?.date("CreationDate") == Date(timeIntervalSince1970: 0))
    #expect(sandbox.snapshot().callCounts["s3:ListBuckets"] == 2)
  }

  @Test("Connectors, custom ones among them, and what one can do")
  func connectors() async throws {
    let catalog = try await queue.catalog(ofTenant: "oak")
    let found = try await catalog.connectors().items
    #expect(found.contains { $0.text("connectorType") == "Servicenow" })
    #expect(found.contains { $0.text("connectorLabel") == "GoogleAnalytics4" })
    #expect(sandbox.snapshot().callCounts["appflow:ListConnectors"] == 1)
    let salesforce = try await catalog.connector("Salesforce")
    #expect(salesforce.texts("supportedTriggerTypes") == ["Scheduled", "OnDemand", "Event"])
    #expect(salesforce.flag("canUseAsSource") == true)
    let analytics = try await catalog.connector("CustomConnector", label: "GoogleAnalytics4")
    #expect(analytics.text("connectorName") == "Google Analytics 4")
    await #expect(throws: CatalogError.self) {
      try await catalog.connector("CustomConnector", label: "Other")
    }
  }

  @Test("A connection's objects and their fields, and none without a connection")
  func entities() async throws {
    let (salesforce, slack) = (profile("Salesforce"), profile("Slack"))
    change { $0.profiles = ["crm": salesforce, "chat": slack] }
    let catalog = try await queue.catalog(ofTenant: "oak")
    let found = try await catalog.entities(profile: "crm").items
    #expect(found.contains { $0.text("name") == "Account" })
    let fields = try await catalog.fields(ofEntity: "Account", profile: "crm")
    #expect(
      fields.filter { $0.flag("sourceProperties", "isTimestampFieldForIncrementalQueries") == true }
        .compactMap { $0.text("identifier") } == ["CreatedDate", "LastModifiedDate", "SystemModstamp"])
    #expect(try await catalog.entities(profile: "chat").items.map { $0.text("name") } == ["C0123456789"])
    let error = await #expect(throws: CatalogError.self) { try await catalog.entities(profile: "nope") }
    #expect(error?.reason == "not-found")
  }

  @Test("A tenant that is not there, or whose role refuses us, is an error with a reason")
  func refusals() async throws {
    let unknown = await #expect(throws: CatalogError.self) { try await queue.catalog(ofTenant: "nobody") }
    #expect(unknown?.reason == "tenant-misconfigured")
    sandbox.update { $0.roles = [:] }
    let refused = await #expect(throws: CatalogError.self) {
      try await queue.catalog(ofTenant: "oak").flows()
    }
    #expect(refused?.reason == "assume-role-denied")
  }

  @Test("It changes nothing")
  func reads() async throws {
    let slack = profile("Slack")
    change { $0.profiles = ["chat": slack] }
    let before = sandbox.snapshot().appflow
    let catalog = try await queue.catalog(ofTenant: "oak")
    _ = try await catalog.connectors()
    _ = try await catalog.profiles()
    _ = try await catalog.flows()
    _ = try await catalog.fields(ofEntity: "C0123456789", profile: "chat")
    #expect(sandbox.snapshot().appflow == before)
    #expect(sandbox.snapshot().journal.map(\.operation) == ["AssumeRole"])
  }

  @Test("A listing without end is cut off, and says so")
  func endless() async throws {
    struct EndlessPages: HTTPTransport {
      func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let page = #"{"flows":[{"flowName":"again"}],"nextToken":"more"}"#
        return HTTPResponse(status: 200, headers: [:], body: Array(page.utf8))
      }
    }
    let queue = try AppFlowQueue(
      opening: directory.file("queue.db"),
      connection: AWSConnection(
        transport: EndlessPages(),
        credentials: StaticCredentials(AWSCredentials(accessKeyId: "id", secretAccessKey: "key")),
        vault: SecretVault(), time: SystemTime(), random: SeededRandom(seed: 3)), environment: [:])
    var tenant = try #require(try await queue.jobs.tenant(named: "oak"))
    tenant.mode = .isv
    try await queue.jobs.save(tenant)
    let found = try await queue.catalog(ofTenant: "oak").flows()
    #expect(found.items.count == AWSLimits.maxPages)
    #expect(!found.isComplete)
  }
}
