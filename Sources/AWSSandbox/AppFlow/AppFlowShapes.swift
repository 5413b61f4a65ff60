/// The inputs of AppFlow's operations, from its service model (API version 2020-08-23).
enum AppFlowShapes {
  static let flowName = Shape.text(.flowName, max: 256)
  static let profileName = Shape.text(.profileName, max: 256)
  static let clientToken = Shape.text(1...256, .printable)
  static let maxResults = Shape.integer(1...100)
  static let nextToken = Shape.text(.nonSpace, max: 2_048)
  static let connectorType = Shape.choice([
    "Salesforce", "Singular", "Slack", "Redshift", "S3", "Marketo", "Googleanalytics", "Zendesk",
    "Servicenow", "Datadog", "Trendmicro", "Snowflake", "Dynatrace", "Infornexus", "Amplitude", "Veeva",
    "EventBridge", "LookoutMetrics", "Upsolver", "Honeycode", "CustomerProfiles", "SAPOData",
    "CustomConnector", "Pardot",
  ])
  static let apiVersion = Shape.text(.nonSpace, max: 256)
  static let connectionMode = Shape.choice(["Public", "Private"])

  static let byOperation: [String: Shape] = [
    "CreateFlow": flow(isNew: true), "UpdateFlow": flow(isNew: false),
    "StartFlow": .structure(["flowName": flowName, "clientToken": clientToken], required: ["flowName"]),
    "StopFlow": .structure(["flowName": flowName], required: ["flowName"]),
    "DeleteFlow": .structure(["flowName": flowName, "forceDelete": .boolean], required: ["flowName"]),
    "DescribeFlow": .structure(["flowName": flowName], required: ["flowName"]),
    "ListFlows": page,
    "DescribeFlowExecutionRecords": .structure(
      ["flowName": flowName, "maxResults": maxResults, "nextToken": nextToken], required: ["flowName"]),
    "CancelFlowExecutions": .structure(
      ["flowName": flowName, "executionIds": .list(0...100, of: .text(.nonSpace, max: 256))],
      required: ["flowName"]),
    "CreateConnectorProfile": connectorProfile(isNew: true),
    "UpdateConnectorProfile": connectorProfile(isNew: false),
    "DeleteConnectorProfile": .structure(
      ["connectorProfileName": profileName, "forceDelete": .boolean], required: ["connectorProfileName"]),
    "DescribeConnectorProfiles": .structure([
      "connectorProfileNames": .list(0...100, of: profileName), "connectorType": connectorType,
      "maxResults": maxResults, "nextToken": nextToken,
    ]),
    "ListConnectors": page,
    "DescribeConnectors": .structure([
      "connectorTypes": .list(0...100, of: connectorType), "maxResults": maxResults, "nextToken": nextToken,
    ]),
    "DescribeConnector": .structure(
      ["connectorType": connectorType, "connectorLabel": .text(.label, max: 256)],
      required: ["connectorType"]),
    "ListConnectorEntities": .structure([
      "apiVersion": apiVersion, "connectorProfileName": profileName, "connectorType": connectorType,
      "entitiesPath": .text(.any, max: 256), "maxResults": .integer(1...10_000), "nextToken": nextToken,
    ]),
    "DescribeConnectorEntity": .structure(
      [
        "connectorEntityName": .text(.nonSpace, max: 1_024), "connectorType": connectorType,
        "connectorProfileName": profileName, "apiVersion": apiVersion,
      ], required: ["connectorEntityName"]),
    "ListTagsForResource": .structure(["resourceArn": .text(.nonSpace, max: 512)], required: ["resourceArn"]),
    "TagResource": .structure(
      ["resourceArn": .text(.nonSpace, max: 512), "tags": tags], required: ["resourceArn", "tags"]),
    "UntagResource": .structure(
      ["resourceArn": .text(.nonSpace, max: 512), "tagKeys": .list(0...50, of: .text(1...128, .any))],
      required: ["resourceArn", "tagKeys"]),
  ]

  static let tags = Shape.map(0...50, of: .text(.tagValue, max: 256))
  private static let page = Shape.structure(["maxResults": maxResults, "nextToken": nextToken])
}
