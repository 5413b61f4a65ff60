import AWSClient

extension AppFlowService {
  static func describeConnectors(_ input: JSONValue) throws(ServiceFailure) -> Reply {
    let wanted = Set((input["connectorTypes"]?.array ?? []).compactMap(\.string))
    let connectors = Dictionary(
      uniqueKeysWithValues: ConnectorCatalog.all.filter { wanted.isEmpty || wanted.contains($0.type) }
        .map { ($0.key, $0) })
    let page = try page(connectors, input)
    let found = page.names.compactMap { connectors[$0] }
    var answer: [String: JSONValue] = [
      "connectorConfigurations": .object(
        Dictionary(uniqueKeysWithValues: found.map { ($0.type, configuration($0)) })),
      "connectors": .array(found.map { .object(details($0)) }),
    ]
    if let token = page.nextToken { answer["nextToken"] = .string(token) }
    return .json(.object(answer))
  }

  static func describeConnector(_ input: JSONValue) throws(ServiceFailure) -> Reply {
    let type = input["connectorType"]?.string ?? ""
    guard let connector = ConnectorCatalog.connector(type, label: input["connectorLabel"]?.string) else {
      throw AppFlowFailure.notFound("The connector \(type) does not exist.")
    }
    return .json(["connectorConfiguration": configuration(connector)])
  }

  static func listEntities(_ call: ServiceCall, _ input: JSONValue, _ state: SandboxState)
    throws(ServiceFailure) -> Reply
  {
    let entities = try entities(call, input, state)
    let page = try page(entities, input, defaultSize: 10_000)
    var answer: [String: JSONValue] = [
      "connectorEntityMap": [
        "Objects": .array(
          page.names.map { ["name": .string($0), "label": .string($0), "hasNestedEntities": false] })
      ]
    ]
    if let token = page.nextToken { answer["nextToken"] = .string(token) }
    return .json(.object(answer))
  }

  static func describeEntity(_ call: ServiceCall, _ input: JSONValue, _ state: SandboxState)
    throws(ServiceFailure) -> Reply
  {
    let name = input["connectorEntityName"]?.string ?? ""
    guard let fields = try entities(call, input, state)[name] else {
      throw AppFlowFailure.notFound("The entity \(name) does not exist.")
    }
    return .json([
      "connectorEntityFields": .array(
        fields.map { field in
          [
            "identifier": .string(field.name), "label": .string(field.name),
            "isPrimaryKey": .bool(field.isPrimaryKey),
            "supportedFieldTypeDetails": ["v1": ["fieldType": .string(field.type), "filterOperators": []]],
            "sourceProperties": [
              "isRetrievable": true, "isQueryable": true,
              "isTimestampFieldForIncrementalQueries": .bool(field.isTimestamp),
            ],
          ]
        })
    ])
  }

  private static func entities(_ call: ServiceCall, _ input: JSONValue, _ state: SandboxState)
    throws(ServiceFailure) -> [String: [EntityCatalog.Field]]
  {
    var type = input["connectorType"]?.string
    if let name = input["connectorProfileName"]?.string {
      type = try profile(name, call, state).connectorType
    } else if type.flatMap({ ConnectorCatalog.connector($0) })?.needsProfile ?? true {
      throw AppFlowFailure.validation("You must specify a connector profile name.")
    }
    return EntityCatalog.entities(of: type ?? "")
  }

  /// What a listing tells of a connector.
  private static func details(_ connector: Connector) -> [String: JSONValue] {
    var details: [String: JSONValue] = [
      "connectorType": .string(connector.type), "connectorName": .string(connector.name),
      "connectorOwner": "AWS", "connectorVersion": "1.0", "connectorProvisioningType": "LAMBDA",
      "connectorModes": .array(modes(connector)),
    ]
    if let label = connector.label { details["connectorLabel"] = .string(label) }
    return details
  }

  private static func configuration(_ connector: Connector) -> JSONValue {
    var triggers: [JSONValue] = ["Scheduled", "OnDemand"]
    if connector.hasEvents { triggers.append("Event") }
    let destinations = connector.isSource ? ConnectorCatalog.all.filter(\.isDestination).map(\.type) : []
    return .object(
      details(connector).merging([
        "canUseAsSource": .bool(connector.isSource), "canUseAsDestination": .bool(connector.isDestination),
        "supportedDestinationConnectors": .array(destinations.map { .string($0) }),
        "supportedSchedulingFrequencies": .array(connector.frequencies.map { .string($0) }),
        "supportedTriggerTypes": .array(connector.isSource ? triggers : []),
        "isPrivateLinkEnabled": .bool(modes(connector).count > 1),
        "isPrivateLinkEndpointUrlRequired": false,
        "authenticationConfig": .object(connector.authentication.mapValues { .bool($0) }),
      ]) { $1 })
  }

  private static func modes(_ connector: Connector) -> [JSONValue] {
    connector.type == "Salesforce" || connector.type == "Snowflake" ? ["Public", "Private"] : ["Public"]
  }
}
