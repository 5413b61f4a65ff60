import AWSClient
import AWSSandbox
import WorkQueue

/// A cell of the table of AppFlow's operations: an error that one of them may give, and what its job comes to if it
/// gives nothing else.
struct ModelledError: Sendable, CustomStringConvertible {
  let operation: AppFlowOperation
  let code: String
  let end: End

  struct End: Sendable, Equatable {
    let state: JobState
    let reason: String?
    let attempts: Int

    static let succeeded = End(state: .succeeded, reason: nil, attempts: 1)
    static func dead(_ reason: String, _ attempts: Int = 1) -> End {
      End(state: .dead, reason: reason, attempts: attempts)
    }
  }

  var description: String {
    "\(operation.name) answers \(code): \(end.state) \(end.reason ?? "") after \(end.attempts)"
  }

  private static let statuses = [
    "ValidationException": 400, "UnsupportedOperationException": 400, "ConnectorServerException": 400,
    "ConnectorAuthenticationException": 401, "ServiceQuotaExceededException": 402,
    "AccessDeniedException": 403,
    "ResourceNotFoundException": 404, "ConflictException": 409, "ThrottlingException": 429,
    "InternalServerException": 500,
  ]

  var status: Int { Self.statuses[code] ?? 0 }

  /// What an error means wherever it comes; what depends on the operation stands beside it below.
  private static let usual: [String: End] = [
    "ValidationException": .dead("invalid-request"), "AccessDeniedException": .dead("access-denied"),
    "ConnectorAuthenticationException": .dead("connector-credentials"),
    "ConnectorServerException": .dead("connector-server", 3),
    "InternalServerException": .dead("server-error", 20), "ThrottlingException": .dead("throttled", 20),
    "ConflictException": .dead("conflict", 6), "ServiceQuotaExceededException": .dead("quota"),
    "ResourceNotFoundException": .dead("not-found", 5),
    "UnsupportedOperationException": .dead("unsupported-operation"),
  ]

  private static func row(_ operation: AppFlowOperation, _ codes: [String], _ ends: [String: End] = [:])
    -> [Self]
  {
    codes.compactMap { name in
      let code = name + "Exception"
      return (ends[name] ?? usual[code]).map { ModelledError(operation: operation, code: code, end: $0) }
    }
  }

  static let all: [ModelledError] =
    row(.describeConnectorProfiles, ["Validation", "InternalServer"])
    + row(
      .createConnectorProfile,
      ["Validation", "Conflict", "ServiceQuotaExceeded", "ConnectorAuthentication", "InternalServer"])
    + row(
      .updateConnectorProfile,
      ["Validation", "ResourceNotFound", "Conflict", "ConnectorAuthentication", "InternalServer"])
    + row(
      .deleteConnectorProfile, ["ResourceNotFound", "Conflict", "InternalServer"],
      ["ResourceNotFound": .succeeded])
    + row(
      .createFlow,
      [
        "Validation", "ResourceNotFound", "ServiceQuotaExceeded", "Conflict", "ConnectorAuthentication",
        "ConnectorServer", "AccessDenied", "InternalServer",
      ], ["ResourceNotFound": .dead("not-found")])
    + row(
      .updateFlow,
      [
        "Validation", "ResourceNotFound", "ServiceQuotaExceeded", "Conflict", "ConnectorAuthentication",
        "ConnectorServer", "AccessDenied", "InternalServer",
      ])
    + row(
      .startFlow, ["ResourceNotFound", "ServiceQuotaExceeded", "Conflict", "InternalServer"],
      ["ServiceQuotaExceeded": .dead("quota", 20)])
    + row(.stopFlow, ["Conflict", "ResourceNotFound", "UnsupportedOperation", "InternalServer"])
    + row(
      .deleteFlow, ["ResourceNotFound", "Conflict", "InternalServer"], ["ResourceNotFound": .succeeded])
    + row(.describeFlow, ["ResourceNotFound", "InternalServer"])
    + row(
      .describeFlowExecutionRecords, ["Validation", "ResourceNotFound", "InternalServer"],
      // The run that it waits for is not listed: it looks again until it loses patience.
      ["ResourceNotFound": .dead("not-found")])
    + row(
      .cancelFlowExecutions,
      ["Validation", "AccessDenied", "ResourceNotFound", "Throttling", "InternalServer"],
      ["ResourceNotFound": .succeeded])

  /// A job that comes to the operation, and the world in which it does.
  func job() throws -> (kind: String, payload: JSONValue, state: SandboxState) {
    let named: JSONValue = ["flowName": "accounts"]
    let ready = try Scenario.ready.get()
    switch operation {
    case .createConnectorProfile: return ("create-connector-profile", Scenario.profile, Scenario.state)
    case .updateConnectorProfile:
      return ("update-connector-profile", Self.without("connectorType", Scenario.profile), ready)
    case .describeConnectorProfiles: return ("create-connector-profile", Scenario.profile, ready)
    case .deleteConnectorProfile:
      return ("delete-connector-profile", ["connectorProfileName": "acme-salesforce"], ready)
    case .createFlow: return ("create-flow", Scenario.flow(), ready)
    case .updateFlow:
      return ("update-flow", Self.without("tags", Scenario.flow()), try Scenario.withFlow.get())
    case .startFlow, .describeFlow: return ("start-flow", named, try Scenario.withFlow.get())
    case .stopFlow: return ("stop-flow", named, try Scenario.withActive.get())
    case .deleteFlow: return ("delete-flow", named, try Scenario.withDraft.get())
    case .describeFlowExecutionRecords:
      return ("start-flow", ["flowName": "accounts", "wait": true], try Scenario.withFlow.get())
    default:
      return ("stop-flow", ["flowName": "accounts", "cancelRunning": true], try Scenario.withRun.get())
    }
  }

  private static func without(_ member: String, _ payload: JSONValue) -> JSONValue {
    .object((payload.object ?? [:]).filter { $0.key != member })
  }
}
