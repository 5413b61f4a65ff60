import AWSClient

/// AppFlow's check that a connector's credentials work before it keeps them.
enum ConnectorCredentials {
  static func check(_ config: JSONValue, type: String, _ call: ServiceCall, _ state: SandboxState)
    throws(ServiceFailure)
  {
    guard ConnectorCatalog.connector(type)?.needsProfile ?? true else {
      throw AppFlowFailure.validation("The connector type \(type) does not support connector profiles.")
    }
    guard let properties = member(config["connectorProfileProperties"], of: type) else {
      throw AppFlowFailure.validation(
        "connectorProfileProperties must hold the properties of the connector type \(type).")
    }
    guard let credentials = member(config["connectorProfileCredentials"], of: type) else {
      throw AppFlowFailure.validation(
        "connectorProfileCredentials must hold the credentials of the connector type \(type).")
    }
    try ConnectorRules.check(type, properties: properties, credentials: credentials)
    if type == "Salesforce" {
      try checkSalesforce(properties, credentials, call, state)
    } else if !texts(credentials).isDisjoint(with: state.refusedCredentials) {
      throw AppFlowFailure.connectorAuthentication(
        "The connector \(type) refused the credentials that the request provides.")
    }
  }

  /// `Servicenow` is `ServiceNow` where it names a member.
  static func member(_ value: JSONValue?, of type: String) -> JSONValue? {
    guard let members = value?.object, members.count == 1, let (name, member) = members.first,
      name.lowercased() == type.lowercased()
    else { return nil }
    return member
  }

  private static func checkSalesforce(
    _ properties: JSONValue, _ credentials: JSONValue, _ call: ServiceCall, _ state: SandboxState
  ) throws(ServiceFailure) {
    let grant = credentials["oAuth2GrantType"]?.string ?? "AUTHORIZATION_CODE"
    let refreshToken = credentials["refreshToken"]?.string
    let authCode = credentials["oAuthRequest"]?["authCode"]?.string
    if grant == "AUTHORIZATION_CODE", refreshToken == nil, authCode == nil {
      throw AppFlowFailure.validation("AuthCode cannot be blank")
    }
    if grant == "JWT_BEARER", credentials["jwtToken"] == nil {
      throw AppFlowFailure.validation("JwtToken cannot be blank")
    }
    let url = properties["instanceUrl"]?.string ?? "https://login.salesforce.com"
    guard let org = state.salesforce[url] else {
      throw refused("no organisation answers at the instance URL \(url)")
    }
    if let arn = credentials["clientCredentialsArn"]?.string {
      try checkClient(arn, org, call, state)
    } else if grant == "CLIENT_CREDENTIALS" {
      throw AppFlowFailure.validation("ClientCredentialsArn cannot be blank")
    }
    if let refreshToken {
      guard org.refreshTokens.contains(refreshToken) else {
        throw refused("invalid_grant: expired access/refresh token")
      }
    } else if let accessToken = credentials["accessToken"]?.string {
      guard org.accepts(accessToken: accessToken, atMs: call.nowMs) else {
        throw refused("INVALID_SESSION_ID: Session expired or invalid")
      }
    } else if authCode != nil {
      // The sandbox has no page on which a person could consent, so no code is good.
      throw refused("invalid_grant: invalid authorization code")
    } else if let jwt = credentials["jwtToken"]?.string {
      guard JWTAssertion(jwt)?.isAccepted(by: org, atMs: call.nowMs) ?? false else {
        throw refused("invalid_grant: invalid assertion")
      }
    }
  }

  /// The connected app's id and secret, from the secret that the request names.
  private static func checkClient(
    _ arn: String, _ org: SandboxState.SalesforceOrg, _ call: ServiceCall, _ state: SandboxState
  ) throws(ServiceFailure) {
    guard let id = SecretARN.find(arn, state), SecretARN.isIn(id, region: call.region, account: call.account),
      let secret = state.secrets[id], secret.deletedAtMs == nil,
      let text = secret.currentValue
    else {
      throw AppFlowFailure.validation(
        "The secret that clientCredentialsArn names does not exist in this account and Region.")
    }
    let client = (try? JSONValue(parsing: text))
    guard let id = client?["clientId"]?.string, let secret = client?["clientSecret"]?.string,
      org.clients[id] == secret
    else { throw refused("invalid_client: invalid client credentials") }
  }

  private static func refused(_ why: String) -> ServiceFailure {
    AppFlowFailure.connectorAuthentication("Failed to authenticate with Salesforce: \(why)")
  }

  private static func texts(_ value: JSONValue) -> Set<String> {
    switch value {
    case .string(let text): [text]
    case .array(let elements): elements.reduce(into: []) { $0.formUnion(texts($1)) }
    case .object(let members): members.values.reduce(into: []) { $0.formUnion(texts($1)) }
    default: []
    }
  }
}
