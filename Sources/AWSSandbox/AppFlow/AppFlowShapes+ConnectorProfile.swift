extension AppFlowShapes {
  static func connectorProfile(isNew: Bool) -> Shape {
    var members: [String: Shape] = [
      "connectorProfileName": profileName, "connectionMode": connectionMode, "clientToken": clientToken,
      "connectorProfileConfig": .structure(
        [
          "connectorProfileProperties": .structure(profileProperties),
          "connectorProfileCredentials": .structure(profileCredentials),
        ], required: ["connectorProfileProperties"]),
    ]
    var required = ["connectorProfileName", "connectionMode", "connectorProfileConfig"]
    if isNew {
      members["connectorType"] = connectorType
      members["connectorLabel"] = .text(.label, max: 256)
      members["kmsArn"] = .text(20...2_048, .kmsArn)
      required.insert("connectorType", at: 1)
    }
    return .structure(members, required: required)
  }

  private static let instanceUrl = Shape.text(.nonSpace, max: 256)
  private static let token = Shape.secret(0...4_096, .nonSpace)
  private static let key = Shape.secret(0...256, .nonSpace)
  private static let bucket = Shape.text(3...63, .nonSpace)
  private static let oAuthRequest = Shape.structure([
    "authCode": .secret(0...4_096, .nonSpace), "redirectUri": .text(.nonSpace, max: 512),
  ])

  private static let profileProperties: [String: Shape] = {
    let url = Shape.structure(["instanceUrl": instanceUrl], required: ["instanceUrl"])
    var shapes: [String: Shape] = [
      "Salesforce": .structure([
        "instanceUrl": instanceUrl, "isSandboxEnvironment": .boolean,
        "usePrivateLinkForMetadataAndAuthorization": .boolean,
      ]),
      "Redshift": .structure(
        ["bucketName": bucket, "roleArn": .text(.nonSpace, max: 512)], required: ["bucketName", "roleArn"]),
      "Snowflake": .structure(
        ["warehouse": .text(.any, max: 512), "stage": .text(.any, max: 512), "bucketName": bucket],
        required: ["warehouse", "stage", "bucketName"]),
      "SAPOData": .structure(
        ["portNumber": .integer(1...65_535)],
        required: ["applicationHostUrl", "applicationServicePath", "portNumber", "clientNumber"]),
      "Pardot": .structure(["instanceUrl": instanceUrl]),
    ]
    for name in ["Datadog", "Dynatrace", "InforNexus", "Marketo", "ServiceNow", "Slack", "Veeva", "Zendesk"] {
      shapes[name] = url
    }
    for name in ["Amplitude", "GoogleAnalytics", "Honeycode", "Singular", "Trendmicro", "CustomConnector"] {
      shapes[name] = .structure([:])
    }
    return shapes
  }()

  private static let profileCredentials: [String: Shape] = {
    var shapes: [String: Shape] = [
      "Salesforce": .structure([
        "accessToken": token, "refreshToken": token, "oAuthRequest": oAuthRequest,
        "clientCredentialsArn": .secret(20...2_048, .secretArn),
        "oAuth2GrantType": .choice(["CLIENT_CREDENTIALS", "AUTHORIZATION_CODE", "JWT_BEARER"]),
        "jwtToken": .secret(0...8_000, .nonSpace),
      ])
    ]
    let required: [String: [String]] = [
      "Amplitude": ["apiKey", "secretKey"], "Datadog": ["apiKey", "applicationKey"],
      "Dynatrace": ["apiToken"], "GoogleAnalytics": ["clientId", "clientSecret"], "Honeycode": [],
      "InforNexus": ["accessKeyId", "userId", "secretAccessKey", "datakey"],
      "Marketo": ["clientId", "clientSecret"], "Redshift": [], "ServiceNow": [], "Singular": ["apiKey"],
      "Slack": ["clientId", "clientSecret"], "Snowflake": ["username", "password"],
      "Trendmicro": ["apiSecretKey"], "Veeva": ["username", "password"],
      "Zendesk": ["clientId", "clientSecret"], "SAPOData": [], "CustomConnector": ["authenticationType"],
      "Pardot": [],
    ]
    for (name, members) in required {
      shapes[name] = .structure(
        Dictionary(uniqueKeysWithValues: members.map { ($0, key) }), required: members)
    }
    return shapes
  }()
}
