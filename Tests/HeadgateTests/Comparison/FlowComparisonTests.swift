import AWSClient
import Headgate
import Testing

@Suite("A flow that is there against the one that was wanted")
struct FlowComparisonTests {
  private func wanted() throws -> JSONValue { try SamplePayloads.value(SamplePayloads.createFlow) }

  private func differences(_ wanted: JSONValue, _ actual: JSONValue) -> [String] {
    FlowComparison.differences(wanted: wanted, actual: actual).map(\.description)
  }

  /// As DescribeFlow answers: more members, defaults filled in, tasks in another order.
  private func described() throws -> JSONValue {
    try wanted()
      .replacing(["clientToken"]) { _ in nil }
      .replacing(["flowArn"]) { _ in "arn:aws:appflow:us-east-1:1:flow/accounts" }
      .replacing(["flowStatus"]) { _ in "Draft" }
      .replacing(["createdAt"]) { _ in .number(1_767_225_600.5) }
      .replacing(["kmsArn"]) { _ in "arn:aws:kms:us-east-1:1:key/default" }
      .replacing(["schemaVersion"]) { _ in 1 }
      .replacing(["tags", "aws:cloudformation"]) { _ in "x" }
      .replacing(["sourceFlowConfig", "apiVersion"]) { _ in "v58.0" }
      .replacing(["sourceFlowConfig", "sourceConnectorProperties", "Salesforce", "includeDeletedRecords"]) {
        _ in
        false
      }
      .replacing(["sourceFlowConfig", "incrementalPullConfig"]) { _ in [:] }
      .replacing(["triggerConfig", "triggerProperties", "Scheduled", "timezone"]) { _ in "UTC" }
      .replacing(["triggerConfig", "triggerProperties", "Scheduled", "scheduleStartTime"]) { _ in
        .number(1_767_225_600.0)
      }
      .replacing([
        "destinationFlowConfigList", "0", "destinationConnectorProperties", "S3", "s3OutputFormatConfig",
        "aggregationConfig",
      ]) { _ in ["aggregationType": "None"] }
      .replacing(["tasks"]) { .array(($0?.array ?? []).reversed()) }
      .replacing(["tasks", "1", "sourceFields"]) { .array(($0?.array ?? []).reversed()) }
      .replacing(["tasks", "1", "taskProperties"]) { _ in [:] }
  }

  @Test("A flow that the service describes in its own words is the same flow")
  func same() throws {
    #expect(try differences(wanted(), described()) == [])
    #expect(try differences(wanted(), wanted()) == [])
  }

  @Test(
    "Each place that differs is named",
    arguments: [
      ("description", JSONValue.string("x"), "description"),
      ("triggerConfig.triggerType", "Event", "triggerConfig.triggerType"),
      (
        "triggerConfig.triggerProperties.Scheduled.scheduleOffset", 61,
        "triggerConfig.triggerProperties.Scheduled.scheduleOffset"
      ),
      ("sourceFlowConfig.connectorProfileName", "other", "sourceFlowConfig.connectorProfileName"),
      (
        "destinationFlowConfigList.0.destinationConnectorProperties.S3.bucketName", "b",
        "destinationFlowConfigList[0].destinationConnectorProperties.S3.bucketName"
      ),
      (
        "destinationFlowConfigList.0.destinationConnectorProperties.S3.bucketPrefix", "p",
        "destinationFlowConfigList[0].destinationConnectorProperties.S3.bucketPrefix"
      ),
      (
        "sourceFlowConfig.sourceConnectorProperties.Salesforce.includeDeletedRecords", true,
        "sourceFlowConfig.sourceConnectorProperties.Salesforce.includeDeletedRecords"
      ),
      ("tags.team", "x", "tags.team"),
    ])
  func differs(path: String, value: JSONValue, expected: String) throws {
    let actual = try described().replacing(path.split(separator: ".").map(String.init)) { _ in value }
    #expect(FlowComparison.differences(wanted: try wanted(), actual: actual).map(\.path) == [expected])
  }

  @Test("Every single place of a payload matters, either way")
  func nothingIsOverlooked() throws {
    let payload = try wanted()
    for path in payload.paths() where path != ["clientToken"] {
      let without = payload.replacing(path) { _ in nil }
      #expect(!differences(payload, without).isEmpty, "\(path) can be taken away unnoticed")
      // Others may add tags.
      if path.first != "tags" {
        #expect(!differences(without, payload).isEmpty, "\(path) can be added unnoticed")
      }
    }
  }

  @Test("A difference is told in one line")
  func description() throws {
    let actual = try described().replacing(["triggerConfig", "triggerType"]) { _ in "OnDemand" }
    #expect(
      try differences(wanted(), actual) == [
        "triggerConfig.triggerType: wanted \"Scheduled\", found \"OnDemand\""
      ])
  }

  @Test("Tasks are a multiset, in which the order of fields matters except in a projection")
  func tasks() throws {
    let map: JSONValue = ["taskType": "Merge", "sourceFields": ["a", "b"], "destinationField": "c"]
    let swapped: JSONValue = ["taskType": "Merge", "sourceFields": ["b", "a"], "destinationField": "c"]
    let payload = try wanted()
    let one = payload.replacing(["tasks"]) { _ in [map] }
    let two = payload.replacing(["tasks"]) { _ in [map, map] }
    #expect(differences(one, two).count == 1)
    #expect(differences(two, one).count == 1)
    #expect(differences(one, payload.replacing(["tasks"]) { _ in [swapped] }).count == 2)
  }

  @Test("Map_all may come back expanded")
  func mapAll() throws {
    let all: JSONValue = ["taskType": "Map_all", "sourceFields": [], "taskProperties": [:]]
    let projection: JSONValue = [
      "taskType": "Filter", "sourceFields": ["a"], "connectorOperator": ["Salesforce": "PROJECTION"],
    ]
    let map: JSONValue = ["taskType": "Map", "sourceFields": ["a"], "destinationField": "a"]
    let mask: JSONValue = ["taskType": "Mask", "sourceFields": ["a"]]
    let payload = try wanted().replacing(["tasks"]) { _ in [all] }
    #expect(differences(payload, payload.replacing(["tasks"]) { _ in [projection, map] }) == [])
    #expect(differences(payload, payload.replacing(["tasks"]) { _ in [projection, map, all] }) == [])
    #expect(differences(payload, payload.replacing(["tasks"]) { _ in [projection, map, mask] }).count == 1)
    #expect(differences(payload, payload.replacing(["tasks"]) { _ in [mask] }).count == 2)
  }

  @Test("A profile is compared by what can be read back")
  func profile() throws {
    let payload = try SamplePayloads.value(SamplePayloads.createProfile)
    let actual: JSONValue = [
      "connectorProfileName": "sf", "connectorType": "Salesforce", "connectionMode": "Public",
      "connectorProfileArn": "x", "credentialsArn": "y",
      "connectorProfileProperties": [
        "Salesforce": ["instanceUrl": "https://x.my.salesforce.com", "isSandboxEnvironment": false]
      ],
    ]
    #expect(ConnectorProfileComparison.differences(wanted: payload, actual: actual) == [])
    let other = actual.replacing(["connectorProfileProperties", "Salesforce", "instanceUrl"]) { _ in
      "https://y"
    }
    let found = ConnectorProfileComparison.differences(wanted: payload, actual: other)
    #expect(
      found.map(\.path) == ["connectorProfileConfig.connectorProfileProperties.Salesforce.instanceUrl"])
    let moved = actual.replacing(["connectionMode"]) { _ in "Private" }
    #expect(
      ConnectorProfileComparison.differences(wanted: payload, actual: moved).map(\.path) == ["connectionMode"]
    )
  }
}
