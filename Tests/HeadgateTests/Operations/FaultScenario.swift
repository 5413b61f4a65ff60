import AWSClient
import AWSSandbox
import WorkQueue

/// A job in a world, and what it changes there when nothing goes wrong.
struct FaultScenario: Sendable, CustomStringConvertible {
  let description: String
  let kind: String
  let payload: JSONValue
  let effects: [String]
  var tenant = Scenario.acme
  let state: @Sendable () throws -> SandboxState

  init(
    _ description: String, _ kind: String, _ payload: JSONValue, effects: [String],
    tenant: Tenant = Scenario.acme, in state: @escaping @Sendable () throws -> SandboxState
  ) {
    self.description = description
    self.kind = kind
    self.payload = payload
    self.effects = effects
    self.tenant = tenant
    self.state = state
  }

  static let named: JSONValue = ["flowName": "accounts"]

  private static func without(_ member: String, _ payload: JSONValue) -> JSONValue {
    .object((payload.object ?? [:]).filter { $0.key != member })
  }

  static let all: [FaultScenario] = [
    FaultScenario(
      "assume-role with a look at the door", "assume-role", ["verifyExternalId": true], effects: [],
      in: { Scenario.state }),
    FaultScenario(
      "put-bucket-policy", "put-bucket-policy", Scenario.grant.payload,
      effects: ["PutBucketPolicy acme-landing"], in: { Scenario.state }),
    FaultScenario(
      "create-connector-profile", "create-connector-profile", Scenario.profile,
      effects: ["CreateConnectorProfile acme-salesforce"], in: { Scenario.state }),
    FaultScenario(
      "create-connector-profile over another one", "create-connector-profile",
      Scenario.profile(["onConflict": "update"], url: "https://login.salesforce.com"),
      effects: ["UpdateConnectorProfile acme-salesforce"],
      in: {
        var state = try Scenario.ready.get()
        state.salesforce["https://login.salesforce.com"] = state.salesforce[Scenario.org]
        return state
      }),
    FaultScenario(
      "create-flow", "create-flow", Scenario.flow(), effects: ["CreateFlow accounts"],
      in: { try Scenario.ready.get() }),
    FaultScenario(
      "create-flow of one that is there", "create-flow", Scenario.flow(), effects: [],
      in: { try Scenario.withFlow.get() }),
    FaultScenario(
      "create-flow over another one", "create-flow",
      Scenario.flow("accounts", ["onConflict": "update", "description": "new"]),
      effects: ["UpdateFlow accounts"], in: { try Scenario.withFlow.get() }),
    FaultScenario(
      "start-flow on demand", "start-flow", named, effects: ["StartFlow accounts"],
      in: { try Scenario.withFlow.get() }),
    FaultScenario(
      "start-flow that waits", "start-flow", ["flowName": "accounts", "wait": true],
      effects: ["StartFlow accounts"], in: { try Scenario.withFlow.get() }),
    FaultScenario(
      "update-flow", "update-flow", without("tags", Scenario.flow("accounts", ["description": "new"])),
      effects: ["UpdateFlow accounts"], in: { try Scenario.withFlow.get() }),
    FaultScenario(
      "update-connector-profile", "update-connector-profile", without("connectorType", Scenario.profile),
      effects: ["UpdateConnectorProfile acme-salesforce"], in: { try Scenario.ready.get() }),
    FaultScenario(
      "start-flow with a schedule", "start-flow", named, effects: ["StartFlow accounts"],
      in: { try Scenario.withDraft.get() }),
    FaultScenario(
      "stop-flow", "stop-flow", named, effects: ["StopFlow accounts"],
      in: { try Scenario.withActive.get() }),
    FaultScenario(
      "stop-flow of a run", "stop-flow", ["flowName": "accounts", "cancelRunning": true],
      effects: ["CancelFlowExecutions accounts"], in: { try Scenario.withRun.get() }),
    FaultScenario(
      "delete-flow", "delete-flow", named, effects: ["DeleteFlow accounts"],
      in: { try Scenario.withDraft.get() }),
    FaultScenario(
      "delete-flow of an active one", "delete-flow", named,
      effects: ["StopFlow accounts", "DeleteFlow accounts"], in: { try Scenario.withActive.get() }),
    FaultScenario(
      "delete-flow of one that runs", "delete-flow", ["flowName": "accounts", "cancelRunning": true],
      effects: ["CancelFlowExecutions accounts", "DeleteFlow accounts"],
      in: { try Scenario.withRun.get() }),
    FaultScenario(
      "delete-connector-profile", "delete-connector-profile", ["connectorProfileName": "acme-salesforce"],
      effects: ["DeleteConnectorProfile acme-salesforce"], in: { try Scenario.ready.get() }),
    FaultScenario(
      "put-bucket-policy in the ISV's account", "put-bucket-policy", ["Bucket": "isv-landing"],
      effects: ["PutBucketPolicy isv-landing"],
      tenant: Tenant(name: "acme", region: Scenario.region, mode: .isv),
      in: {
        var state = Scenario.state
        state.buckets["isv-landing"] = .init(account: "999999999999", region: Scenario.region)
        return state
      }),
  ]
}
