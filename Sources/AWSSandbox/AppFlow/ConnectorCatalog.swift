/// The connectors that the simulated AppFlow offers.
enum ConnectorCatalog {
  static func connector(_ type: String) -> Connector? { byType[type] }

  static let all: [Connector] = [
    source("Amplitude", "Amplitude"), source("Datadog", "Datadog"), source("Dynatrace", "Dynatrace"),
    source("Googleanalytics", "Google Analytics"), source("Infornexus", "Infor Nexus"),
    both("Marketo", "Marketo"), source("Pardot", "Salesforce Pardot"), source("Singular", "Singular"),
    source("Slack", "Slack"), source("Trendmicro", "Trend Micro"), source("Veeva", "Veeva"),
    source("Servicenow", "ServiceNow"), both("Zendesk", "Zendesk"), both("SAPOData", "SAP OData"),
    both("CustomConnector", "Custom connector"),
    Connector(
      type: "Salesforce", name: "Salesforce", isSource: true, isDestination: true, needsProfile: true,
      hasEvents: true),
    Connector(
      type: "S3", name: "Amazon S3", isSource: true, isDestination: true, needsProfile: false,
      hasEvents: false),
    destination("Redshift", "Amazon Redshift", needsProfile: true),
    destination("Snowflake", "Snowflake", needsProfile: true),
    destination("Honeycode", "Amazon Honeycode", needsProfile: true),
    destination("EventBridge", "Amazon EventBridge", needsProfile: false),
    destination("LookoutMetrics", "Amazon Lookout for Metrics", needsProfile: false),
    destination("CustomerProfiles", "Amazon Connect Customer Profiles", needsProfile: false),
    destination("Upsolver", "Upsolver", needsProfile: false),
  ]

  private static let byType = Dictionary(uniqueKeysWithValues: all.map { ($0.type, $0) })

  private static func source(_ type: String, _ name: String) -> Connector {
    Connector(
      type: type, name: name, isSource: true, isDestination: false, needsProfile: true, hasEvents: false)
  }

  private static func both(_ type: String, _ name: String) -> Connector {
    Connector(
      type: type, name: name, isSource: true, isDestination: true, needsProfile: true, hasEvents: false)
  }

  private static func destination(_ type: String, _ name: String, needsProfile: Bool) -> Connector {
    Connector(
      type: type, name: name, isSource: false, isDestination: true, needsProfile: needsProfile,
      hasEvents: false)
  }
}
