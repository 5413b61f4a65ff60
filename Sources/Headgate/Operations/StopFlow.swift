import AWSClient
import WorkQueue

/// Suspends a flow that is scheduled or waits for events. With `cancelRunning` its runs are cancelled, too, which
/// stopping alone does not do.
struct StopFlow: AWSOperation {
  static let name = "stop-flow"
  let access: AWSAccess

  func carryOut(_ work: TenantWork) async throws -> Outcome {
    guard let flow = try await work.flowState() else { return work.flowNotThere() }
    if work.payload["cancelRunning"]?.bool == true { try await work.cancelExecutions() }
    if flow.isOnDemand {
      return .succeeded(result: #"{"note":"the flow runs on demand: there is nothing to stop"}"#)
    }
    guard flow.isActive || flow.status == "Errored" else {
      return .succeeded(result: #"{"note":"the flow is not active: there is nothing to stop"}"#)
    }
    do {
      let answer = try await work.send(.stopFlow, body: try await work.awsPayload(withClientToken: false))
      var result: [String: JSONValue] = [:]
      for member in ["flowArn", "flowStatus"] { result[member] = answer[member] }
      return .succeeded(result: JSONValue.object(result).text())
    } catch let error as AWSError where error.classification.errorClass == .notFound {
      return work.flowNotThere()
    } catch let error as AWSError where error.classification.errorClass == .conflict {
      return AWSFailure.retryConflict(error)
    }
  }
}
