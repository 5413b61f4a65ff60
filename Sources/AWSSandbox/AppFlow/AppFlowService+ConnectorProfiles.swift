import AWSClient

extension AppFlowService {
  static func createProfile(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> Reply
  {
    try once(call, input, &state) { state throws(ServiceFailure) in
      let name = call.resource
      let region = state[account: call.account, region: call.region]
      guard region.profiles[name] == nil else {
        throw AppFlowFailure.conflict("A connector profile with the name \(name) already exists.")
      }
      let type = input["connectorType"]?.string ?? ""
      let config = input["connectorProfileConfig"] ?? .null
      try ConnectorRules.checkLabel(input["connectorLabel"]?.string, type: type)
      try ConnectorCredentials.check(config, type: type, call, state)
      guard region.profiles.count < state.settings.maxConnectorProfiles else {
        throw AppFlowFailure.quota(
          "You have reached the limit of \(state.settings.maxConnectorProfiles) connector profiles.")
      }
      let secretName = "appflow!\(call.account)-\(name)"
      let secretArn = SecretARN.make(region: call.region, account: call.account, name: secretName)
      // AppFlow keeps what it was given in a secret of its own, and leaves that behind when the profile goes.
      state.secrets[secretArn] = SandboxState.Secret(
        value: nil, versionId: "", createdAtMs: call.nowMs, owningService: "appflow")
      let profile = SandboxState.ConnectorProfile(
        arn: arn(call, "connectorprofile/\(name)"), connectorType: type,
        connectorLabel: input["connectorLabel"]?.string,
        connectionMode: input["connectionMode"]?.string ?? "",
        credentialsArn: SecretARN.full(secretArn),
        properties: config["connectorProfileProperties"] ?? .null, createdAtMs: call.nowMs,
        updatedAtMs: call.nowMs)
      state[account: call.account, region: call.region].profiles[name] = profile
      state.record(call.effect(clientToken: input["clientToken"]?.string))
      return ["connectorProfileArn": .string(profile.arn)]
    }
  }

  static func updateProfile(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> Reply
  {
    try once(call, input, &state) { state throws(ServiceFailure) in
      var profile = try profile(call.resource, call, state)
      let config = input["connectorProfileConfig"] ?? .null
      try ConnectorCredentials.check(config, type: profile.connectorType, call, state)
      profile.connectionMode = input["connectionMode"]?.string ?? profile.connectionMode
      profile.properties = config["connectorProfileProperties"] ?? .null
      profile.updatedAtMs = call.nowMs
      state[account: call.account, region: call.region].profiles[call.resource] = profile
      state.record(call.effect(clientToken: input["clientToken"]?.string))
      return ["connectorProfileArn": .string(profile.arn)]
    }
  }

  static func deleteProfile(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> Reply
  {
    let name = call.resource
    _ = try profile(name, call, state)
    let inUse = state[account: call.account, region: call.region].isInUse(profile: name)
    guard !inUse || input["forceDelete"]?.bool == true else {
      throw AppFlowFailure.conflict("The connector profile \(name) is in use by one or more flows.")
    }
    state[account: call.account, region: call.region].profiles[name] = nil
    state.record(call.effect())
    return .json([:])
  }

  static func describeProfiles(_ call: ServiceCall, _ input: JSONValue, _ state: SandboxState)
    throws(ServiceFailure) -> Reply
  {
    let wanted = input["connectorProfileNames"]?.array.map { Set($0.compactMap(\.string)) } ?? []
    let type = input["connectorType"]?.string
    let profiles = state[account: call.account, region: call.region].profiles.filter {
      (wanted.isEmpty || wanted.contains($0.key)) && (type == nil || type == $0.value.connectorType)
    }
    let page = try page(profiles, input)
    var answer: [String: JSONValue] = [
      "connectorProfileDetails": .array(
        page.names.compactMap { name in profiles[name].map { details(name, $0, call, state.settings) } })
    ]
    if let token = page.nextToken { answer["nextToken"] = .string(token) }
    return .json(.object(answer))
  }

  static func profile(_ name: String, _ call: ServiceCall, _ state: SandboxState) throws(ServiceFailure)
    -> SandboxState.ConnectorProfile
  {
    guard let profile = state[account: call.account, region: call.region].profiles[name] else {
      throw AppFlowFailure.notFound("The connector profile \(name) does not exist.")
    }
    return profile
  }

  private static func details(
    _ name: String, _ profile: SandboxState.ConnectorProfile, _ call: ServiceCall,
    _ settings: SandboxState.Settings
  ) -> JSONValue {
    var details: [String: JSONValue] = [
      "connectorProfileName": .string(name), "connectorProfileArn": .string(profile.arn),
      "connectorType": .string(profile.connectorType), "connectionMode": .string(profile.connectionMode),
      "credentialsArn": .string(profile.credentialsArn), "connectorProfileProperties": profile.properties,
      "createdAt": date(profile.createdAtMs), "lastUpdatedAt": date(profile.updatedAtMs),
    ]
    if let label = profile.connectorLabel { details["connectorLabel"] = .string(label) }
    if profile.connectionMode == "Private" {
      details["privateConnectionProvisioningState"] = provisioning(
        call.nowMs - profile.updatedAtMs >= settings.privateConnectionMs,
        failure: settings.privateConnectionFailure)
    }
    return .object(details)
  }

  private static func provisioning(_ isOver: Bool, failure: String?) -> JSONValue {
    guard isOver else { return ["status": "PENDING"] }
    guard let failure else { return ["status": "CREATED"] }
    return ["status": "FAILED", "failureCause": "VALIDATION", "failureMessage": .string(failure)]
  }
}
