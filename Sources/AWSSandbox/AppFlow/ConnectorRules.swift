import AWSClient

/// What a connector demands of a profile's properties and credentials beyond the shape of the request: which of
/// the optional members it takes to connect at all.
enum ConnectorRules {
  /// Custom connectors are of one type, so that only the label says which is meant.
  static func checkLabel(_ label: String?, type: String) throws(ServiceFailure) {
    guard type == "CustomConnector" else { return }
    guard let label else {
      throw AppFlowFailure.validation("connectorLabel is required for the connector type CustomConnector.")
    }
    guard ConnectorCatalog.connector(type, label: label) != nil else {
      throw AppFlowFailure.validation("The connector with the label \(label) is not registered.")
    }
  }

  static func check(_ type: String, properties: JSONValue, credentials: JSONValue) throws(ServiceFailure) {
    switch type {
    case "Servicenow":
      if hasAll(["username", "password"], credentials) { return }
      try demandToken(credentials["oAuth2Credentials"], "username and password, or oAuth2Credentials", type)
    case "Slack", "Zendesk", "Marketo", "Googleanalytics":
      try demandToken(credentials, "an accessToken or an oAuthRequest with an authCode", type)
    case "Redshift": try checkRedshift(properties, credentials)
    case "CustomConnector": try checkCustom(properties, credentials)
    default: return
    }
  }

  /// A cluster is reached by JDBC with a password, or by the Redshift Data API with a role.
  private static func checkRedshift(_ properties: JSONValue, _ credentials: JSONValue) throws(ServiceFailure)
  {
    if has("databaseUrl", properties), hasAll(["username", "password"], credentials) { return }
    let cluster = properties["isRedshiftServerless"]?.bool == true ? "workgroupName" : "clusterIdentifier"
    guard hasAll([cluster, "databaseName", "dataApiRoleArn"], properties) else {
      throw AppFlowFailure.validation(
        "The connector type Redshift needs databaseUrl with username and password, or \(cluster), "
          + "databaseName and dataApiRoleArn.")
    }
  }

  private static func checkCustom(_ properties: JSONValue, _ credentials: JSONValue) throws(ServiceFailure) {
    let type = credentials["authenticationType"]?.string ?? ""
    let member = ["OAUTH2": "oauth2", "APIKEY": "apiKey", "BASIC": "basic", "CUSTOM": "custom"][type] ?? ""
    guard let given = credentials[member], given.object != nil else {
      throw AppFlowFailure.validation("The authentication type \(type) needs the member \(member).")
    }
    guard type == "OAUTH2" else { return }
    guard properties["oAuth2Properties"]?.object != nil else {
      throw AppFlowFailure.validation("The authentication type OAUTH2 needs oAuth2Properties.")
    }
    try demandToken(given, "an accessToken or an oAuthRequest with an authCode", "CustomConnector")
  }

  private static func demandToken(_ credentials: JSONValue?, _ expected: String, _ type: String)
    throws(ServiceFailure)
  {
    let hasToken = credentials.map { has("accessToken", $0) } ?? false
    let hasCode = credentials?["oAuthRequest"].map { has("authCode", $0) } ?? false
    guard hasToken || hasCode else {
      throw AppFlowFailure.validation("The connector type \(type) needs \(expected).")
    }
  }

  private static func hasAll(_ names: [String], _ value: JSONValue) -> Bool {
    names.allSatisfy { has($0, value) }
  }

  private static func has(_ name: String, _ value: JSONValue) -> Bool {
    value[name]?.string?.isEmpty == false
  }
}
