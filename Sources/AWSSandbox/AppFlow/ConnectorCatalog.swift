/// The connectors that the simulated AppFlow offers.
enum ConnectorCatalog {
  static let all: [Connector] = [
    Connector(type: "Amplitude", name: "Amplitude", frequencies: daily),
    Connector(type: "Datadog", name: "Datadog"), Connector(type: "Dynatrace", name: "Dynatrace"),
    Connector(type: "Googleanalytics", name: "Google Analytics", frequencies: daily),
    Connector(type: "Infornexus", name: "Infor Nexus"),
    Connector(type: "Marketo", name: "Marketo", isDestination: true, frequencies: hourly),
    Connector(type: "Pardot", name: "Salesforce Pardot"), Connector(type: "Singular", name: "Singular"),
    Connector(type: "Slack", name: "Slack"), Connector(type: "Trendmicro", name: "Trend Micro"),
    Connector(type: "Veeva", name: "Veeva"), Connector(type: "Servicenow", name: "ServiceNow"),
    Connector(type: "Zendesk", name: "Zendesk", isDestination: true, frequencies: hourly),
    Connector(type: "SAPOData", name: "SAP OData", isDestination: true),
    Connector(
      type: "CustomConnector", name: "Google Analytics 4", label: "GoogleAnalytics4",
      authentication: ["isOAuth2Supported": true]),
    Connector(type: "Salesforce", name: "Salesforce", isDestination: true, hasEvents: true),
    Connector(type: "S3", name: "Amazon S3", isDestination: true, needsProfile: false),
    destination("Redshift", "Amazon Redshift"), destination("Snowflake", "Snowflake"),
    destination("Honeycode", "Amazon Honeycode"),
    destination("EventBridge", "Amazon EventBridge", needsProfile: false),
    destination("LookoutMetrics", "Amazon Lookout for Metrics", needsProfile: false),
    destination("CustomerProfiles", "Amazon Connect Customer Profiles", needsProfile: false),
    destination("Upsolver", "Upsolver", needsProfile: false),
  ]

  /// Nil if there is none; of a custom connector that is named without its label, the only one there is.
  static func connector(_ type: String, label: String? = nil) -> Connector? {
    guard let connector = byType[type], label == nil || label == connector.label else { return nil }
    return connector
  }

  private static let byType = Dictionary(uniqueKeysWithValues: all.map { ($0.type, $0) })
  private static let hourly = ["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "ONCE"]
  private static let daily = ["DAILY", "WEEKLY", "MONTHLY", "ONCE"]

  private static func destination(_ type: String, _ name: String, needsProfile: Bool = true) -> Connector {
    Connector(
      type: type, name: name, isSource: false, isDestination: true, needsProfile: needsProfile,
      frequencies: [])
  }
}
