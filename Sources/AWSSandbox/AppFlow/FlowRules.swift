import AWSClient

/// What AppFlow demands of a flow beyond the shape of the request.
enum FlowRules {
  static func check(_ input: JSONValue, _ call: ServiceCall, _ state: SandboxState) throws(ServiceFailure) {
    guard let source = input["sourceFlowConfig"], let tasks = input["tasks"]?.array,
      let destinations = input["destinationFlowConfigList"]?.array
    else { return }
    try checkTrigger(input, source: source, call)
    try checkEnd(source, "sourceConnectorProperties", isSource: true, call, state)
    guard !destinations.isEmpty else {
      throw AppFlowFailure.createFlow("You must specify at least one destination", call)
    }
    for destination in destinations {
      try checkEnd(destination, "destinationConnectorProperties", isSource: false, call, state)
    }
    try checkTasks(tasks, source, call)
  }

  private static func checkEnd(
    _ end: JSONValue, _ member: String, isSource: Bool, _ call: ServiceCall, _ state: SandboxState
  ) throws(ServiceFailure) {
    let type = end["connectorType"]?.string ?? ""
    guard let connector = ConnectorCatalog.connector(type),
      isSource ? connector.isSource : connector.isDestination
    else {
      throw AppFlowFailure.createFlow(
        "The connector type \(type) can't be used as a \(isSource ? "source" : "destination")", call)
    }
    guard let properties = ConnectorCredentials.member(end[member], of: type) else {
      throw AppFlowFailure.createFlow(
        "\(member) must hold the properties of the connector type \(type)", call)
    }
    if connector.needsProfile { try checkProfile(end, type: type, call, state) }
    let buckets = [
      properties["bucketName"], properties["intermediateBucketName"],
      properties["errorHandlingConfig"]?["bucketName"],
    ].compactMap { $0?.string }
    for bucket in buckets where type != "Upsolver" {
      try BucketAccess.check(bucket, isSource: isSource, call, state)
    }
  }

  private static func checkProfile(
    _ end: JSONValue, type: String, _ call: ServiceCall, _ state: SandboxState
  ) throws(ServiceFailure) {
    guard let name = end["connectorProfileName"]?.string else {
      throw AppFlowFailure.createFlow(
        "You must specify a connector profile for the connector type \(type)", call)
    }
    let profile = try AppFlowService.profile(name, call, state)
    guard profile.connectorType == type else {
      throw AppFlowFailure.createFlow(
        "The connector profile \(name) is of the type \(profile.connectorType), not \(type)", call)
    }
    try AccessControl.demand("appflow:UseConnectorProfile", on: profile.arn, call)
  }

  private static func checkTasks(_ tasks: [JSONValue], _ source: JSONValue, _ call: ServiceCall)
    throws(ServiceFailure)
  {
    let mapsAll = tasks.contains { $0["taskType"]?.string == "Map_all" }
    let projections = tasks.filter { isProjection($0) }
    guard mapsAll || !projections.isEmpty else {
      throw AppFlowFailure.createFlow(
        "Task Validation Error: You must specify a projection task or a MAP_ALL task", call)
    }
    let projected = Set(projections.flatMap { ($0["sourceFields"]?.array ?? []).compactMap(\.string) })
    for task in tasks where task["taskType"]?.string == "Map" {
      let fields = (task["sourceFields"]?.array ?? []).compactMap(\.string)
      guard !fields.isEmpty, task["destinationField"]?.string?.isEmpty == false else {
        throw AppFlowFailure.createFlow(
          "Task Validation Error: A Map task needs source fields and a destination field", call)
      }
      if !mapsAll, let field = fields.first(where: { !projected.contains($0) }) {
        throw AppFlowFailure.createFlow(
          "Task Validation Error: The field \(field) is mapped but not projected", call)
      }
    }
  }

  private static func isProjection(_ task: JSONValue) -> Bool {
    task["taskType"]?.string == "Filter"
      && (task["connectorOperator"]?.object ?? [:]).values.contains { $0.string == "PROJECTION" }
  }

  private static func checkTrigger(_ input: JSONValue, source: JSONValue, _ call: ServiceCall)
    throws(ServiceFailure)
  {
    let type = input["triggerConfig"]?["triggerType"]?.string ?? ""
    if type == "Event", ConnectorCatalog.connector(source["connectorType"]?.string ?? "")?.hasEvents == false
    {
      throw AppFlowFailure.createFlow("The source connector does not support the trigger type Event", call)
    }
    guard type == "Scheduled" else { return }
    guard let schedule = input["triggerConfig"]?["triggerProperties"]?["Scheduled"],
      let expression = schedule["scheduleExpression"]?.string
    else {
      throw AppFlowFailure.createFlow("A scheduled flow needs triggerProperties.Scheduled", call)
    }
    guard ScheduleExpression.isValid(expression) else {
      throw AppFlowFailure.createFlow("The schedule expression \(expression) is not valid", call)
    }
    // A flow that exists may keep the start it once had.
    if call.operation == "CreateFlow", let start = schedule["scheduleStartTime"].flatMap(epochMs),
      start < call.nowMs
    {
      throw AppFlowFailure.createFlow("The schedule start time can't be in the past", call)
    }
    if let start = schedule["scheduleStartTime"].flatMap(epochMs),
      let end = schedule["scheduleEndTime"].flatMap(epochMs), end <= start
    {
      throw AppFlowFailure.createFlow("The schedule end time must be after the start time", call)
    }
  }

  private static func epochMs(_ value: JSONValue) -> Int64? {
    switch value {
    case .integer(let seconds): seconds.multipliedReportingOverflow(by: 1_000).partialValue
    case .number(let seconds): Int64(exactly: (seconds * 1_000).rounded())
    default: nil
    }
  }
}
