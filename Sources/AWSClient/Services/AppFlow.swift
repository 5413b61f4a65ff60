/// Amazon AppFlow. Writes go out as the very bytes that the caller has stored; reads are decoded here.
package struct AppFlow: Sendable {
  private let caller: any AWSCalling
  private let region: String

  package init(caller: any AWSCalling, region: String) {
    self.caller = caller
    self.region = region
  }

  /// Sends the body as it is.
  ///
  /// The call may be repeated by the client only if it reads, or if the body has a `clientToken`.
  /// - Parameter secrets: what must not show up in an error's message, should the service repeat it there.
  /// - Returns: the answer, a JSON object: an empty one where the operation returns nothing.
  package func send(
    _ operation: AppFlowOperation, body: [UInt8], secrets: [String] = [],
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> JSONValue {
    let response = try await exchange(
      operation, body: body, secrets: secrets, as: provider, observe: observe)
    return .object(response.body.isEmpty ? [:] : try response.jsonObject(.appflow, operation.name))
  }

  private func exchange(
    _ operation: AppFlowOperation, body: [UInt8], secrets: [String] = [],
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSResponse {
    try await caller.call(
      request(operation, body: body, secrets: secrets), as: provider, observe: observe)
  }

  @inline(never)
  private func request(_ operation: AppFlowOperation, body: [UInt8], secrets: [String]) -> AWSRequest {
    var request = AWSRequest(
      .appflow, operation.name, region: region, path: operation.path,
      headers: ["Content-Type": "application/json"], body: body,
      repetition: Self.repetition(of: operation, body))
    request.secrets = secrets
    return request
  }

  /// The flow's description, or nil if there is no such flow.
  package func describeFlow(
    _ flowName: String, as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> JSONValue? {
    try await flow(flowName, as: provider, observe: observe)?.value
  }

  /// The flow's state, or nil if there is no such flow.
  package func flowState(
    _ flowName: String, as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> FlowState? {
    try await flow(flowName, as: provider, observe: observe).map(FlowState.init)
  }

  private func flow(
    _ flowName: String, as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> JSONNode? {
    let input: JSONValue = ["flowName": .string(flowName)]
    do {
      let answer = try await exchange(.describeFlow, body: input.bytes(), as: provider, observe: observe)
      let flow = try answer.jsonNode(.appflow, AppFlowOperation.describeFlow.name)
      // AppFlow still describes a deleted flow for a while.
      return flow["flowStatus"]?.string == "Deleted" ? nil : flow
    } catch {
      guard error.classification.errorClass == .notFound else { throw error }
      return nil
    }
  }

  /// The profiles of these names that exist; at most 100 names.
  package func describeConnectorProfiles(
    _ names: [String], as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> [JSONValue] {
    try await pages(
      .describeConnectorProfiles, ["connectorProfileNames": .array(names.map { .string($0) })],
      list: "connectorProfileDetails", as: provider, observe: observe)
  }

  /// The profile, or nil if there is none of that name.
  package func connectorProfile(
    _ name: String, as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> JSONValue? {
    try await describeConnectorProfiles([name], as: provider, observe: observe)
      .first { $0["connectorProfileName"]?.string == name }
  }

  /// The flow's executions, in no particular order: those of the first `AWSLimits.maxPages` pages, or until
  /// `isEnough` says of a page that it holds what was wanted.
  package func describeFlowExecutionRecords(
    _ flowName: String, until isEnough: @Sendable ([JSONValue]) -> Bool = { _ in false },
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> [JSONValue] {
    try await pages(
      .describeFlowExecutionRecords, ["flowName": .string(flowName), "maxResults": 100],
      list: "flowExecutions", until: isEnough, as: provider, observe: observe)
  }

  /// The execution, or nil: AppFlow lists an execution only some time after it has begun.
  package func flowExecution(
    _ executionId: String, of flowName: String,
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> JSONValue? {
    let isWanted: @Sendable (JSONValue) -> Bool = { $0["executionId"]?.string == executionId }
    return try await describeFlowExecutionRecords(
      flowName, until: { $0.contains(where: isWanted) }, as: provider, observe: observe
    ).first(where: isWanted)
  }

  /// Sends a read whose input is built here, and decodes its answer.
  package func read(
    _ operation: AppFlowOperation, _ input: [String: JSONValue],
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> JSONValue {
    let body = JSONValue.object(input).bytes()
    let response = try await exchange(operation, body: body, as: provider, observe: observe)
    return .object(try response.jsonObject(.appflow, operation.name))
  }

  private func pages(
    _ operation: AppFlowOperation, _ input: [String: JSONValue], list: String,
    until isEnough: @Sendable ([JSONValue]) -> Bool = { _ in false },
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> [JSONValue] {
    let found = try await answers(
      operation, input, until: { isEnough($0[list]?.array ?? []) }, as: provider, observe: observe)
    return found.answers.flatMap { $0[list]?.array ?? [] }
  }

  private static func repetition(
    of operation: AppFlowOperation, _ body: [UInt8]
  ) -> AWSRequest.Repetition {
    switch operation.effect {
    case .read: return .safe
    case .writeWithoutClientToken: return .unsafe
    case .writeWithClientToken:
      let token = (try? JSONDocument(parsing: body))?.root["clientToken"]?.string ?? ""
      return token.isEmpty ? .unsafe : .safe
    }
  }
}
