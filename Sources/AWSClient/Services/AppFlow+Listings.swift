/// What AppFlow offers and holds, for somebody to choose from.
extension AppFlow {
  /// The connectors that AWS made, and the custom ones that are registered in the account.
  package func connectors(
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSListing {
    let ours = try await list(.describeConnectors, "connectors", as: provider, observe: observe)
    let custom = try await list(.listConnectors, "connectors", as: provider, observe: observe)
    let known = Set(ours.items)
    return AWSListing(
      items: ours.items + custom.items.filter { !known.contains($0) },
      isComplete: ours.isComplete && custom.isComplete)
  }

  /// - Parameter label: tells custom connectors apart.
  package func describeConnector(
    _ type: String, label: String?, as provider: any CredentialsProvider,
    observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> JSONValue {
    var input: [String: JSONValue] = ["connectorType": .string(type)]
    input["connectorLabel"] = label.map { .string($0) }
    let answer = try await read(.describeConnector, input, as: provider, observe: observe)
    return answer["connectorConfiguration"] ?? .object([:])
  }

  /// - Parameter type: profiles of this connector type only.
  package func connectorProfiles(
    ofType type: String?, as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSListing {
    try await list(
      .describeConnectorProfiles, "connectorProfileDetails",
      type.map { ["connectorType": .string($0)] } ?? [:],
      as: provider, observe: observe)
  }

  package func flows(
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSListing {
    try await list(.listFlows, "flows", as: provider, observe: observe)
  }

  package func executions(
    of flowName: String, as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSListing {
    try await list(
      .describeFlowExecutionRecords, "flowExecutions", ["flowName": .string(flowName)], as: provider,
      observe: observe)
  }

  /// The objects that a connection offers: those at the top, or those within the object at `path`.
  package func entities(
    _ connection: AppFlowConnection, path: String?, as provider: any CredentialsProvider,
    observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSListing {
    var input = connection.input
    input["entitiesPath"] = path.map { .string($0) }
    input["maxResults"] = .integer(AWSLimits.entitiesPerPage)
    let found = try await answers(.listConnectorEntities, input, as: provider, observe: observe)
    // Under headings such as "Objects", whose order is not given.
    let items = found.answers.flatMap { answer in
      (answer["connectorEntityMap"]?.object ?? [:]).sorted { $0.key < $1.key }.flatMap {
        $0.value.array ?? []
      }
    }
    return AWSListing(items: items, isComplete: found.isComplete)
  }

  /// The fields of an object.
  package func entityFields(
    _ entity: String, _ connection: AppFlowConnection, as provider: any CredentialsProvider,
    observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> [JSONValue] {
    var input = connection.input
    input["connectorEntityName"] = .string(entity)
    let answer = try await read(.describeConnectorEntity, input, as: provider, observe: observe)
    return answer["connectorEntityFields"]?.array ?? []
  }

  private func list(
    _ operation: AppFlowOperation, _ member: String, _ input: [String: JSONValue] = [:],
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSListing {
    var input = input
    input["maxResults"] = .integer(AWSLimits.itemsPerPage)
    let found = try await answers(operation, input, as: provider, observe: observe)
    return AWSListing(
      items: found.answers.flatMap { $0[member]?.array ?? [] }, isComplete: found.isComplete)
  }

  /// Every page's answer, but no more than `AWSLimits.maxPages`, or up to the one that is enough.
  func answers(
    _ operation: AppFlowOperation, _ input: [String: JSONValue],
    until isEnough: @Sendable (JSONValue) -> Bool = { _ in false },
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> (answers: [JSONValue], isComplete: Bool) {
    var input = input
    var answers: [JSONValue] = []
    for _ in 0..<AWSLimits.maxPages {
      let answer = try await read(operation, input, as: provider, observe: observe)
      answers.append(answer)
      guard let next = answer["nextToken"]?.string else { return (answers, true) }
      if isEnough(answer) { return (answers, false) }
      input["nextToken"] = .string(next)
    }
    return (answers, false)
  }
}
