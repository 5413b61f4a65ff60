import AWSClient

extension AppFlowService {
  /// Does the work once for each client token: for 8 hours the same token with the same parameters gives the
  /// first answer again. A call that fails is not remembered.
  ///
  /// - Parameter scope: what a token is unique within.
  static func once(
    _ call: ServiceCall, _ input: JSONValue, _ state: inout SandboxState, scope: String? = nil,
    _ work: (inout SandboxState) throws(ServiceFailure) -> JSONValue
  ) throws(ServiceFailure) -> Reply {
    guard let token = input["clientToken"]?.string else { return .json(try work(&state)) }
    let key = "\(scope ?? call.operation)/\(token)"
    let digest = StableHash.of(input)
    if let remembered = state[account: call.account, region: call.region].rememberedTokens[key],
      call.nowMs < remembered.expiresAtMs
    {
      guard remembered.digest == digest else {
        throw AppFlowFailure.conflict(
          "The client token \(token) was used before, in a request with different parameters.")
      }
      return .json(text: remembered.answer)
    }
    let answer = try work(&state).text()
    remember(
      key,
      SandboxState.RememberedToken(
        digest: digest, answer: answer, expiresAtMs: call.nowMs + SandboxLimits.clientTokenLifeMs),
      call, &state[account: call.account, region: call.region].rememberedTokens)
    return .json(text: answer)
  }

  private static func remember(
    _ key: String, _ token: SandboxState.RememberedToken, _ call: ServiceCall,
    _ tokens: inout [String: SandboxState.RememberedToken]
  ) {
    if tokens.count >= SandboxLimits.rememberedTokensBeforePurge {
      tokens = tokens.filter { call.nowMs < $0.value.expiresAtMs }
    }
    tokens[key] = token
  }
}
