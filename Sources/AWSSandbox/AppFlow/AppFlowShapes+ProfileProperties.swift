extension AppFlowShapes {
  /// `connectorProfileProperties`, by connector.
  static let profileProperties: [String: Shape] = {
    let url = Shape.structure(["instanceUrl": instanceUrl], required: ["instanceUrl"])
    var shapes: [String: Shape] = [
      "Salesforce": .structure([
        "instanceUrl": instanceUrl, "isSandboxEnvironment": .boolean,
        "usePrivateLinkForMetadataAndAuthorization": .boolean,
      ]),
      "Redshift": redshift, "Snowflake": snowflake, "SAPOData": sapOData, "CustomConnector": custom,
      "Pardot": .structure([
        "instanceUrl": instanceUrl, "isSandboxEnvironment": .boolean,
        "businessUnitId": .text(.nonSpace, max: 18),
      ]),
    ]
    for name in ["Datadog", "Dynatrace", "InforNexus", "Marketo", "ServiceNow", "Slack", "Veeva", "Zendesk"] {
      shapes[name] = url
    }
    for name in ["Amplitude", "GoogleAnalytics", "Honeycode", "Singular", "Trendmicro"] {
      shapes[name] = .structure([:])
    }
    return shapes
  }()

  private static let instanceUrl = Shape.text(.nonSpace, max: 256)
  private static let name = Shape.text(.nonSpace, max: 512)
  private static let url = Shape.text(.webAddress, max: 256)

  private static let redshift = Shape.structure(
    [
      "databaseUrl": name, "bucketName": bucket, "bucketPrefix": bucketPrefix,
      "roleArn": .text(.roleArn, max: 512), "dataApiRoleArn": .text(.roleArn, max: 512),
      "isRedshiftServerless": .boolean, "clusterIdentifier": name, "workgroupName": name,
      "databaseName": name,
    ], required: ["bucketName", "roleArn"])

  private static let snowflake = Shape.structure(
    [
      "warehouse": .text(.freeName, max: 512), "stage": name, "bucketName": bucket,
      "bucketPrefix": bucketPrefix, "privateLinkServiceName": .text(.any, max: 512), "accountName": name,
      "region": .text(.nonSpace, max: 64),
    ], required: ["warehouse", "stage", "bucketName"])

  private static let sapOData = Shape.structure(
    [
      "applicationHostUrl": url, "applicationServicePath": name, "portNumber": .integer(1...65_535),
      "clientNumber": .text(3...3, .threeDigits), "logonLanguage": .text(.any, max: 2),
      "privateLinkServiceName": .text(.any, max: 512), "disableSSO": .boolean,
      "oAuthProperties": .structure(
        [
          "tokenUrl": url, "authCodeUrl": url,
          "oAuthScopes": .list(0...100, of: .text(.nonSpace, max: 128)),
        ], required: ["tokenUrl", "authCodeUrl", "oAuthScopes"]),
    ], required: ["applicationHostUrl", "applicationServicePath", "portNumber", "clientNumber"])

  private static let custom = Shape.structure([
    "profileProperties": .map(0...50, of: .text(.nonSpace, max: 2_048)),
    "oAuth2Properties": .structure(
      [
        "tokenUrl": url, "oAuth2GrantType": grantType,
        "tokenUrlCustomProperties": .map(0...50, of: .text(.nonSpace, max: 2_048)),
      ], required: ["tokenUrl", "oAuth2GrantType"]),
  ])
}
