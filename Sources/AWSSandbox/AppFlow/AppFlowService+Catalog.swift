import AWSClient

extension AppFlowService {
  static func describeConnectors(_ input: JSONValue) throws(ServiceFailure) -> Reply {
    let wanted = Set((input["connectorTypes"]?.array ?? []).compactMap(\.string))
    let connectors = Dictionary(
      uniqueKeysWithValues: ConnectorCatalog.all.filter { wanted.isEmpty || wanted.contains($0.type) }
        .map { ($0.type, $0) })
    let page = try page(connectors, input)
    let found = page.names.compactMap { connectors[$0] }
    var answer: [String: JSONValue] = [
      "connectorConfigurations": .object(
        Dictionary(uniqueKeysWithValues: found.map { ($0.type, configuration($0)) })),
      "connectors": .array(
        found.map {
          [
            "connectorType": .string($0.type), "connectorName": .string($0.name), "connectorOwner": "AWS",
            "connectorProvisioningType": "LAMBDA",
          ]
        }),
    ]
    if let token = page.nextToken { answer["nextToken"] = .string(token) }
    return .json(.object(answer))
  }

  static func describeConnector(_ input: JSONValue) throws(ServiceFailure) -> Reply {
    let type = input["connectorType"]?.string ?? ""
    guard let connector = ConnectorCatalog.connector(type) else {
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
            "isPrimaryKey": .bool(field.name == "Id"),
            "supportedFieldTypeDetails": ["v1": ["fieldType": .string(field.type), "filterOperators": []]],
            "sourceProperties": ["isRetrievable": true, "isQueryable": true],
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
    } else if type.flatMap(ConnectorCatalog.connector)?.needsProfile ?? true {
      throw AppFlowFailure.validation("You must specify a connector profile name.")
    }
    return type == "Salesforce" ? EntityCatalog.salesforce : [:]
  }

  private static func configuration(_ connector: Connector) -> JSONValue {
    var triggers: [JSONValue] = ["Scheduled", "OnDemand"]
    if connector.hasEvents { triggers.append("Event") }
    return [
      "connectorType": .string(connector.type), "connectorName": .string(connector.name),
      "canUseAsSource": .bool(connector.isSource), "canUseAsDestination": .bool(connector.isDestination),
      "supportedTriggerTypes": .array(connector.isSource ? triggers : []),
      "connectorModes": .array(connector.type == "Salesforce" ? ["Public", "Private"] : ["Public"]),
      "connectorOwner": "AWS",
    ]
  }
}
