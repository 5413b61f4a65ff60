import AWSClient
import FoundationEssentials
import Headgate
import TestSupport
import Testing
import TimeAndChance
import WorkQueue

@testable import AWSSandbox

@Suite("Drift")
struct DriftTests {
  @Test(
    "What was changed or removed behind the queue's back is told, place by place, and what was deleted by a job is not"
  )
  func drift() async throws {
    let directory = try TemporaryDirectory()
    let sandbox = try OnboardingTemplate.sandbox()
    let queue = try OnboardingTemplate.queue(in: directory, on: sandbox)
    let plan = try OnboardingTemplate("salesforce-to-s3-on-demand").plan
    _ = try await queue.jobs.store.enqueue(
      plan.jobs.map(\.newJob), saving: plan.tenants.map(\.tenant), atMs: SystemTime().nowMs())
    _ = try await queue.jobs.worker(WorkerOptions(drain: true)).run()
    let tenant = plan.tenants[0]
    let untouched = try await queue.drift(ofTenant: tenant.name)
    #expect(untouched.count == 2)
    #expect(untouched.allSatisfy { $0.state == .same && $0.changes.isEmpty }, "\(untouched)")

    let place = (account: tenant.accountID, region: tenant.region)
    let flow = try #require(untouched.first { $0.resource.hasPrefix("flow/") })
    let name = String(flow.resource.dropFirst("flow/".count))
    sandbox.update { state in
      state[account: place.account, region: place.region].flows[name]?.definition["description"] = "by hand"
      state[account: place.account, region: place.region].profiles = [:]
    }
    let drifted = try await queue.drift(ofTenant: tenant.name)
    let changed = try #require(drifted.first { $0.resource == flow.resource })
    #expect(changed.state == .different)
    #expect(changed.changes.map(\.path) == ["description"])
    #expect(changed.changes.first?.actual == #""by hand""#)
    #expect(drifted.first { $0.resource.hasPrefix("profile/") }?.state == .missing)

    _ = try await queue.jobs.enqueue(
      NewJob(
        tenant: tenant.name, kind: "delete-flow", idempotencyKey: "gone",
        payload: JSONValue.object(["flowName": .string(name)]).text()))
    _ = try await queue.jobs.worker(WorkerOptions(drain: true)).run()
    let after = try await queue.drift(ofTenant: tenant.name)
    #expect(after.map(\.resource).allSatisfy { $0.hasPrefix("profile/") }, "\(after)")
  }

  @Test("A tenant that is not there is named")
  func noTenant() async throws {
    let directory = try TemporaryDirectory()
    let queue = try OnboardingTemplate.queue(in: directory, on: try OnboardingTemplate.sandbox())
    let error = await #expect(throws: CatalogError.self) { try await queue.drift(ofTenant: "nobody") }
    #expect(error?.reason == "tenant-misconfigured")
  }
}
