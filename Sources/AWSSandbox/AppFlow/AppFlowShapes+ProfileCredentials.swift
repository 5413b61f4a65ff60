extension AppFlowShapes {
  static let grantType = Shape.choice(["CLIENT_CREDENTIALS", "AUTHORIZATION_CODE", "JWT_BEARER"])

  /// `connectorProfileCredentials`, by connector.
  static let profileCredentials: [String: Shape] = [
    "Amplitude": .structure(["apiKey": key, "secretKey": key], required: ["apiKey", "secretKey"]),
    "Datadog": .structure(
      ["apiKey": key, "applicationKey": longKey], required: ["apiKey", "applicationKey"]),
    "Dynatrace": .structure(["apiToken": key], required: ["apiToken"]),
    "GoogleAnalytics": oAuth(hasRefreshToken: true, isClientRequired: true),
    "Honeycode": .structure(["accessToken": token, "refreshToken": token, "oAuthRequest": oAuthRequest]),
    "InforNexus": .structure(
      ["accessKeyId": key, "userId": longKey, "secretAccessKey": longKey, "datakey": longKey],
      required: ["accessKeyId", "userId", "secretAccessKey", "datakey"]),
    "Marketo": oAuth(hasRefreshToken: false, isClientRequired: true),
    "Redshift": .structure(["username": .secret(0...2_048, .any), "password": password]),
    "Salesforce": .structure([
      "accessToken": token, "refreshToken": token, "oAuthRequest": oAuthRequest,
      "clientCredentialsArn": .secret(20...2_048, .secretArn), "oAuth2GrantType": grantType,
      "jwtToken": .secret(0...8_000, .nonSpace),
    ]),
    "ServiceNow": .structure([
      "username": longKey, "password": password,
      "oAuth2Credentials": oAuth(hasRefreshToken: true, isClientRequired: false),
    ]),
    "Singular": .structure(["apiKey": key], required: ["apiKey"]),
    "Slack": oAuth(hasRefreshToken: false, isClientRequired: true),
    "Snowflake": basic,
    "Trendmicro": .structure(["apiSecretKey": key], required: ["apiSecretKey"]),
    "Veeva": basic,
    "Zendesk": oAuth(hasRefreshToken: false, isClientRequired: true),
    "SAPOData": .structure([
      "basicAuthCredentials": basic, "oAuthCredentials": oAuth(hasRefreshToken: true, isClientRequired: true),
    ]),
    "CustomConnector": .structure(
      [
        "authenticationType": .choice(["OAUTH2", "APIKEY", "BASIC", "CUSTOM"]), "basic": basic,
        "oauth2": oAuth(hasRefreshToken: true, isClientRequired: false),
        "apiKey": .structure(["apiKey": key, "apiSecretKey": key], required: ["apiKey"]),
        "custom": .structure(
          [
            "customAuthenticationType": .text(.nonSpace, max: 256),
            "credentialsMap": .map(0...50, of: .secret(0...2_048, .nonSpace)),
          ], required: ["customAuthenticationType"]),
      ], required: ["authenticationType"]),
    "Pardot": .structure([
      "accessToken": token, "refreshToken": token, "oAuthRequest": oAuthRequest,
      "clientCredentialsArn": .secret(20...2_048, .secretArn),
    ]),
  ]

  // What the model does not mark as sensitive is still nothing to show.
  private static let token = Shape.secret(0...4_096, .nonSpace)
  private static let key = Shape.secret(0...256, .nonSpace)
  private static let longKey = Shape.secret(0...512, .nonSpace)
  private static let password = Shape.secret(0...512, .any)
  private static let basic = Shape.structure(
    ["username": longKey, "password": password], required: ["username", "password"])
  private static let oAuthRequest = Shape.structure([
    "authCode": token, "redirectUri": .text(.nonSpace, max: 512),
  ])

  private static func oAuth(hasRefreshToken: Bool, isClientRequired: Bool) -> Shape {
    var members: [String: Shape] = [
      "clientId": longKey, "clientSecret": longKey, "accessToken": token, "oAuthRequest": oAuthRequest,
    ]
    if hasRefreshToken { members["refreshToken"] = token }
    return .structure(members, required: isClientRequired ? ["clientId", "clientSecret"] : [])
  }
}
