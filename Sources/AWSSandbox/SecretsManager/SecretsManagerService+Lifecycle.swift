import AWSClient

extension SecretsManagerService {
  static func describe(_ call: ServiceCall, _ input: JSONValue, _ state: SandboxState) throws(ServiceFailure)
    -> JSONValue
  {
    let key = try find(call, input, state)
    let secret = state.secrets[key]
    let stages = secret?.versions.mapValues { JSONValue.array($0.stages.sorted().map { .string($0) }) } ?? [:]
    var answer: [String: JSONValue] = [
      "ARN": .string(SecretARN.full(key)), "Name": .string(SecretARN.name(key)),
      "CreatedDate": AppFlowService.date(secret?.createdAtMs ?? 0), "VersionIdsToStages": .object(stages),
    ]
    if let changed = secret?.versions.values.map(\.createdAtMs).max() {
      answer["LastChangedDate"] = AppFlowService.date(changed)
    }
    if let deleted = secret?.deletedAtMs { answer["DeletedDate"] = AppFlowService.date(deleted) }
    if let owner = secret?.owningService { answer["OwningService"] = .string(owner) }
    return .object(answer)
  }

  static func delete(_ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState)
    throws(ServiceFailure) -> JSONValue
  {
    let days = input["RecoveryWindowInDays"]?.integer
    let force = input["ForceDeleteWithoutRecovery"]?.bool ?? false
    guard !force || days == nil else {
      throw ServiceFailure(
        400, "InvalidParameterException",
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.")
    }
    guard (7...30).contains(days ?? 30) else {
      throw ServiceFailure(
        400, "InvalidParameterException", "The RecoveryWindowInDays value must be between 7 and 30 days.")
    }
    let key = try find(call, input, state)
    if force {
      state.secrets[key] = nil
    } else {
      try refuseDeleted(state.secrets[key])
      state.secrets[key]?.deletedAtMs = call.nowMs + (days ?? 30) * 86_400_000
    }
    state.record(call.effect(resource: SecretARN.name(key)))
    let date = state.secrets[key]?.deletedAtMs ?? call.nowMs
    return [
      "ARN": .string(SecretARN.full(key)), "Name": .string(SecretARN.name(key)),
      "DeletionDate": AppFlowService.date(date),
    ]
  }
}
